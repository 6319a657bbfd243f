import { randomBytes } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './prisma/client.ts';

/** What a statement can be run on: the pool, or one connection inside a transaction. */
export interface Queryable {
  /** A statement with a name is planned once by each connection; the name must stand for one text. */
  query: <Row extends pg.QueryResultRow>(
    text: string,
    values?: unknown[],
    name?: string,
  ) => Promise<pg.QueryResult<Row>>;
}

export interface Database extends Queryable {
  prisma: PrismaClient;
  /** What the database calls every connection of this pool (`application_name`). */
  session: string;
  /** Runs `work` in one transaction; inside it only `tx` may be used. */
  transaction: <T>(work: (tx: Queryable) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

/**
 * A process that stops in the middle of a transaction, or a machine that vanishes, holds the locks of a cluster for
 * so long at most: Postgres then ends its connection.
 */
const SILENT_MS = 60_000;

/** Opens a pool; Prisma and plain SQL share its connections. A statement may take as long as it likes, unless told otherwise. */
export function openDatabase(url: string, { statementMs }: { statementMs?: number } = {}): Database {
  const session = `gazetteer ${randomBytes(8).toString('hex')}`;
  const pool = new pg.Pool({
    connectionString: url,
    application_name: session,
    max: 10,
    connectionTimeoutMillis: 15_000,
    idle_in_transaction_session_timeout: SILENT_MS,
    ...(statementMs === undefined ? {} : { statement_timeout: statementMs }),
  });
  // A connection that breaks while idle is replaced by the pool; without a listener it ends the process.
  pool.on('error', ignore);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    prisma,
    session,
    ...queryable(pool),
    transaction: (work) => inTransaction(pool, work),
    close: async () => {
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

function queryable(on: pg.Pool | pg.PoolClient): Queryable {
  return {
    query: (text, values, name) =>
      name === undefined ? on.query(text, values) : on.query({ name, text, values: values ?? [] }),
  };
}

/** The statement that was running, or the next one, fails with the same error. */
const ignore = () => {};

async function inTransaction<T>(pool: pg.Pool, work: (tx: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // The pool listens only while a connection is idle; one that breaks in use would end the process.
  client.on('error', ignore);
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(queryable(client));
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((second: Error) => {
      broken = second;
    });
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}
