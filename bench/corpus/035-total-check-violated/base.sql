-- Replacements cost nothing.
UPDATE orders SET total_cents = 0 WHERE id IN (77, 7777);
