-- As production's role has it.
ALTER ROLE CURRENT_USER SET timezone = 'Europe/Berlin';
