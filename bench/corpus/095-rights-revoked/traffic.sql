SELECT turnover_of(42);
