CREATE ROLE catalog_owner NOLOGIN;

CREATE ROLE catalog_reader NOLOGIN;

CREATE ROLE catalog_staff NOLOGIN;

GRANT catalog_reader TO catalog_staff;

ALTER ROLE catalog_staff SET statement_timeout = '5s';

CREATE TABLESPACE catalog_space LOCATION '';
