import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { installation } from '../config.ts';
import { codeOf, GazetteerError, messageOf } from '../errors.ts';

export const migrationsFolder = join(installation, 'prisma/migrations');
const OLDEST_POSTGRES = 15;

/** The part of @prisma/schema-engine-wasm that is used here; its own types need a bundler. */
interface SchemaEngine {
  applyMigrations: (input: object) => Promise<{ appliedMigrationNames: string[] }>;
  diff: (input: object) => Promise<{ stdout: string | null }>;
}

/**
 * Brings a database to this version's tables, or to those of an older one, which had only `all` these migrations;
 * gives the names of the migrations applied now.
 */
export async function migrate(url: string, all = migrationNames()): Promise<string[]> {
  const done = await appliedMigrations(url);
  const unknown = done.filter((name) => !all.includes(name));
  if (unknown.length > 0) {
    throw new GazetteerError(
      'database-newer',
      `the database was made by a later Gazetteer (it has migration ${unknown[0]})`,
      'Update this installation, or use another data folder or DATABASE_URL',
    );
  }
  if (all.every((name) => done.includes(name))) return [];
  try {
    return await withEngine(url, async (engine) => {
      const result = await engine.applyMigrations({
        migrationsList: migrationsList(all),
        filters: NO_FILTERS,
      });
      return result.appliedMigrationNames;
    });
  } catch (error) {
    throw new GazetteerError(
      'database-migration',
      `the database could not be brought to this version: ${causeOf(messageOf(error))}`,
      'Nothing else was changed; keep a backup, and see docs/operations.md, "When a migration fails"',
    );
  }
}

/** Names of the migrations that the database has, in order; also checks that it can be reached and is new enough. */
export async function appliedMigrations(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    throw unreachable(url, error);
  }
  try {
    const version = await client.query<{ number: number }>(
      "select current_setting('server_version_num')::int / 10000 as number",
    );
    const major = version.rows[0]?.number ?? 0;
    if (major < OLDEST_POSTGRES) {
      throw new GazetteerError(
        'database-too-old',
        `the database is Postgres ${major}; Gazetteer needs ${OLDEST_POSTGRES} or later`,
        'Point DATABASE_URL at a later server, or leave it out for the embedded one',
      );
    }
    const rows = await client.query<{ migration_name: string }>(
      'select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
    );
    return rows.rows.map((row) => row.migration_name).sort();
  } catch (error) {
    // undefined_table: a new database.
    if (codeOf(error) === '42P01') return [];
    throw error;
  } finally {
    await client.end();
  }
}

function unreachable(url: string, error: unknown): GazetteerError {
  const { host, pathname } = new URL(url);
  return new GazetteerError(
    'database-unreachable',
    `the database at ${host}${pathname} cannot be used: ${messageOf(error) || codeOf(error) || 'no answer'}`,
    'Check DATABASE_URL and that the server runs, or leave DATABASE_URL out for the embedded Postgres',
  );
}

export function migrationNames(): string[] {
  return readdirSync(migrationsFolder)
    .filter((name) => existsSync(join(migrationsFolder, name, 'migration.sql')))
    .sort();
}

const NO_FILTERS = { externalTables: [], externalEnums: [] };

function migrationsList(names: string[]) {
  return {
    baseDir: migrationsFolder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: names.map((path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(join(migrationsFolder, path, 'migration.sql'), 'utf8') },
      },
    })),
  };
}

/** Runs work on Prisma's own migration engine, which comes as WebAssembly, so that nothing is downloaded. */
async function withEngine<T>(url: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => {});
  try {
    return await work(await schemaEngine(pool));
  } finally {
    await pool.end();
  }
}

interface Bindings {
  __wbg_set_wasm: (exports: WebAssembly.Exports) => void;
  SchemaEngine: { new: (options: object, log: () => void, adapter: object) => Promise<SchemaEngine> };
}

/** Loaded once: what the glue remembers of one instance's memory is wrong for another's. */
let bindings: Promise<Bindings> | undefined;

async function loadBindings(): Promise<Bindings> {
  const require = createRequire(import.meta.url);
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const folder = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/[^/]*$/, '');
  const wasm = await WebAssembly.instantiate(await readFile(`${folder}schema_engine_bg.wasm`), {
    './schema_engine_bg.js': glue as unknown as WebAssembly.ModuleImports,
  });
  const loaded = glue as unknown as Bindings;
  loaded.__wbg_set_wasm(wasm.instance.exports);
  (wasm.instance.exports.__wbindgen_start as () => void)();
  return loaded;
}

async function schemaEngine(pool: pg.Pool): Promise<SchemaEngine> {
  bindings ??= loadBindings();
  const { SchemaEngine: Engine } = await bindings;
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
  const schema = readFileSync(join(installation, 'prisma/schema.prisma'), 'utf8');
  return Engine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, adapter);
}

/** The SQL that turns the tables of an older schema.prisma ('' for none) into those of the present one. */
export async function migrationDraft(url: string, older: string): Promise<string> {
  const datamodel = (content: string) => ({
    tag: 'schemaDatamodel',
    files: [{ path: 'schema.prisma', content }],
  });
  const result = await withEngine(url, (engine) =>
    engine.diff({
      from: older === '' ? { tag: 'empty' } : datamodel(older),
      to: datamodel(readFileSync(join(installation, 'prisma/schema.prisma'), 'utf8')),
      script: true,
      shadowDatabaseUrl: null,
      exitCode: null,
      filters: NO_FILTERS,
    }),
  );
  return result.stdout ?? '';
}

/** The engine's messages begin with a heading; the line that Postgres wrote tells more. */
function causeOf(message: string): string {
  const lines = message.trim().split('\n');
  return (lines.find((line) => line.includes('ERROR:')) ?? lines[0] ?? '')
    .replace(/^.*ERROR:\s*/, '')
    .replace(/ Read more about .*$/, '')
    .replace(/\.$/, '');
}
