DROP INDEX CONCURRENTLY orders_coupon_idx;
