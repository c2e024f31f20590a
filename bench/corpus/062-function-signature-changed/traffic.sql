SELECT price_of(42);
