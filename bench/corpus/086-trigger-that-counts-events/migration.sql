SET lock_timeout = '1s';
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM events WHERE order_id = NEW.id) > 1000 THEN
    RAISE WARNING 'order % is busy', NEW.id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER orders_note_change BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION note_change();
