DROP INDEX orders_coupon_idx;
