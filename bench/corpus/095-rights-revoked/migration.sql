REVOKE SELECT ON orders FROM corpus_reader;
