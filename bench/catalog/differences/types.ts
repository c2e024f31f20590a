import { type DifferencesOf, each } from './difference.ts'

/** Types, domains, enums, collations, casts, operators and their classes, text search, conversions, transforms. */
export const TYPES: DifferencesOf = [
  ...each([
    ["ALTER TYPE mood ADD VALUE 'happy'", 'enum public.mood'],
    ["ALTER TYPE mood ADD VALUE 'happy' BEFORE 'angry'", 'enum public.mood'],
    ["ALTER TYPE mood RENAME VALUE 'angry' TO 'cross'", 'enum public.mood'],
    ['ALTER TYPE mood OWNER TO catalog_owner', 'enum public.mood'],
    ['ALTER DOMAIN cents SET NOT NULL', 'domain public.cents'],
    ['ALTER DOMAIN cents SET DEFAULT 5', 'domain public.cents'],
    ['ALTER DOMAIN code DROP DEFAULT', 'domain public.code'],
    ['ALTER DOMAIN code DROP NOT NULL', 'domain public.code'],
    ['ALTER DOMAIN cents ADD CONSTRAINT small CHECK (VALUE < 10)', 'constraint public.cents.small'],
    ['ALTER DOMAIN cents ADD CONSTRAINT small CHECK (VALUE < 10) NOT VALID', 'constraint public.cents.small'],
    ['ALTER DOMAIN cents RENAME CONSTRAINT cents_not_negative TO positive', 'constraint public.cents.positive'],
    [
      'DROP DOMAIN code; CREATE DOMAIN code AS text COLLATE "POSIX" DEFAULT lower(\'NONE\') NOT NULL',
      'domain public.code',
    ],
    [
      'DROP DOMAIN code; CREATE DOMAIN code AS varchar COLLATE "C" DEFAULT lower(\'NONE\') NOT NULL',
      'domain public.code',
    ],
    ['ALTER TYPE shop.pair ADD ATTRIBUTE z int', 'attribute shop.pair.z'],
    ['ALTER TYPE shop.pair ALTER ATTRIBUTE y TYPE text', 'attribute shop.pair.y'],
    ['ALTER TYPE shop.pair RENAME ATTRIBUTE y TO why', 'attribute shop.pair.why'],
    ['ALTER TYPE shop.pair DROP ATTRIBUTE x; ALTER TYPE shop.pair ADD ATTRIBUTE x int', 'type shop.pair'],
  ]).map((difference) =>
    difference.statement.includes('shop.pair')
      ? { ...difference, before: 'CREATE TYPE shop.pair AS (x int, y int)' }
      : difference,
  ),
  ...each([
    ['DROP TYPE span; CREATE TYPE span AS RANGE (subtype = float8, multirange_type_name = spans)', 'range public.span'],
    [
      'DROP TYPE span; CREATE TYPE span AS RANGE (subtype = float8, subtype_diff = float8mi, multirange_type_name = spannings)',
      'range public.span',
    ],
    ['DROP TYPE span; CREATE TYPE span AS RANGE (subtype = float4, multirange_type_name = spans)', 'range public.span'],
    ['CREATE TYPE span2 AS RANGE (subtype = int4, subtype_opclass = odd_ops)', 'range public.span2'],
    ['ALTER TYPE span OWNER TO catalog_owner', 'range public.span'],
    ['CREATE TYPE promised', 'type public.promised'],
    ['ALTER TYPE colour SET (STORAGE = plain, TYPMOD_IN = bpchartypmodin)', 'type public.colour'],
    ['ALTER TYPE colour SET (ANALYZE = array_typanalyze)', 'type public.colour'],
    [
      "DROP COLLATION plain; CREATE COLLATION plain (PROVIDER = libc, LC_COLLATE = 'POSIX', LC_CTYPE = 'C')",
      'collation public.plain',
    ],
    ['ALTER COLLATION plain OWNER TO catalog_owner', 'collation public.plain'],
    ["CREATE COLLATION loose (PROVIDER = icu, LOCALE = 'und', DETERMINISTIC = false)", 'collation public.loose'],
    ['DROP CAST (mood AS int)', 'cast (public.mood as integer)'],
    [
      'DROP CAST (mood AS int); CREATE CAST (mood AS int) WITH FUNCTION mood_number(mood)',
      'cast (public.mood as integer)',
    ],
    ['DROP OPERATOR <!> (int, int)', 'operator public.<!> (integer, integer)'],
    ['ALTER OPERATOR <!> (int, int) SET (RESTRICT = neqsel)', 'operator public.<!> (integer, integer)'],
    ['ALTER OPERATOR <!> (int, int) OWNER TO catalog_owner', 'operator public.<!> (integer, integer)'],
    [
      'ALTER OPERATOR FAMILY odd USING btree ADD FUNCTION 2 (int4, int4) btint4sortsupport(internal)',
      'operator family public.odd using btree',
    ],
    ['ALTER OPERATOR FAMILY odd USING btree ADD OPERATOR 1 < (int4, int8)', 'operator family public.odd using btree'],
    ['ALTER OPERATOR FAMILY odd USING btree OWNER TO catalog_owner', 'operator family public.odd using btree'],
    ['ALTER OPERATOR CLASS odd_ops USING btree OWNER TO catalog_owner', 'operator class public.odd_ops using btree'],
    ['DROP OPERATOR CLASS odd_ops USING btree', 'operator class public.odd_ops using btree'],
    ['CREATE OPERATOR FAMILY even USING hash', 'operator family public.even using hash'],
    [
      `DROP OPERATOR CLASS odd_ops USING btree; CREATE OPERATOR CLASS odd_ops FOR TYPE int4 USING btree FAMILY odd AS
       OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(int4, int4), FUNCTION 2 btint4sortsupport(internal)`,
      'operator family public.odd using btree',
    ],
    ['DROP CONVERSION western', 'conversion public.western'],
    [
      "DROP CONVERSION western; CREATE DEFAULT CONVERSION western FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8",
      'conversion public.western',
    ],
    ['ALTER CONVERSION western OWNER TO catalog_owner', 'conversion public.western'],
    ['ALTER TEXT SEARCH DICTIONARY bare (ACCEPT = false)', 'text search dictionary public.bare'],
    ['ALTER TEXT SEARCH DICTIONARY bare OWNER TO catalog_owner', 'text search dictionary public.bare'],
    ['ALTER TEXT SEARCH CONFIGURATION words DROP MAPPING FOR word', 'text search configuration public.words'],
    [
      'ALTER TEXT SEARCH CONFIGURATION words ALTER MAPPING FOR word WITH english_stem, simple',
      'text search configuration public.words',
    ],
    [
      'DROP TEXT SEARCH CONFIGURATION words; CREATE TEXT SEARCH CONFIGURATION words (PARSER = parser_of_ours); ALTER TEXT SEARCH CONFIGURATION words ADD MAPPING FOR asciiword, word WITH simple',
      'text search configuration public.words',
    ],
    ['DROP TEXT SEARCH TEMPLATE template_of_ours', 'text search template public.template_of_ours'],
    [
      'DROP TEXT SEARCH TEMPLATE template_of_ours; CREATE TEXT SEARCH TEMPLATE template_of_ours (LEXIZE = dsimple_lexize)',
      'text search template public.template_of_ours',
    ],
    ['DROP TEXT SEARCH PARSER parser_of_ours', 'text search parser public.parser_of_ours'],
    [
      'DROP TEXT SEARCH PARSER parser_of_ours; CREATE TEXT SEARCH PARSER parser_of_ours (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline)',
      'text search parser public.parser_of_ours',
    ],
    ['DROP TRANSFORM FOR mood LANGUAGE sql', 'transform for public.mood language sql'],
    [
      'CREATE OR REPLACE TRANSFORM FOR mood LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION enum_recv(internal, oid))',
      'transform for public.mood language sql',
    ],
  ]).filter(({ statement }) => !statement.includes('enum_recv')),
  {
    statement: "CREATE COLLATION ruled (PROVIDER = icu, LOCALE = 'de', RULES = '&V << w')",
    before: "CREATE COLLATION unruled (PROVIDER = icu, LOCALE = 'de')",
    object: 'collation public.ruled',
  },
  {
    statement: 'ALTER DOMAIN given RENAME CONSTRAINT given_not_null TO always',
    before: 'CREATE DOMAIN given AS int NOT NULL',
    object: 'constraint public.given.always',
    since: 17,
  },
]
