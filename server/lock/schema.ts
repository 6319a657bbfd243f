import { z } from 'zod';
import { Provider } from '../routes/schemas/common.ts';

/** The form of a lock. A reader refuses what it does not know; what is only added keeps the number. */
export const LOCK_VERSION = 1;

const seen = {
  place: z.string().describe('where it is on the cluster that the lock was made of'),
  load: z.string().describe('the line that uses it there'),
  document: z.string().describe('hash of the document that it was read from'),
  confirmedAt: z.string().nullable().describe('the newest visit that confirmed it, UTC'),
};

export const LockedCondaPackage = z.object({
  name: z.string(),
  version: z.string(),
  build: z.string(),
  channel: z.string().describe("'' where its record does not tell"),
  subdir: z.string(),
  sha256: z.string().describe("of the package file; '' where its record does not tell"),
  md5: z.string(),
  spec: z.string().describe('the same as an exact specification that conda and mamba take'),
});
export type LockedCondaPackage = z.infer<typeof LockedCondaPackage>;

export const LockedEnvironment = z.object({
  ...seen,
  packages: z.array(LockedCondaPackage).describe('every package of the environment'),
  pip: z
    .array(z.object({ name: z.string(), version: z.string() }))
    .describe('what pip added; no hash of it is known'),
  unreadable: z.number().int().describe('records that are there and could not be read: the lock lacks them'),
});
export type LockedEnvironment = z.infer<typeof LockedEnvironment>;

const named = {
  tool: z.string(),
  version: z.string(),
  variant: z.string(),
  build: z.string(),
  provider: Provider,
};

export const LockedImage = z.object({
  ...named,
  ...seen,
  digests: z
    .array(z.string())
    .describe('<kind>:<hex>; kinds: sif (the whole file), oci-manifest, oci-config'),
  note: z.string().describe("why it cannot be told by its bytes; '' when it can"),
});
export type LockedImage = z.infer<typeof LockedImage>;

export const LockedModule = z.object({
  ...named,
  ...seen,
  fileHash: z.string().describe("sha256 of the modulefile; '' where it is not known"),
  note: z.string().describe("why there is no hash; '' when there is one"),
});
export type LockedModule = z.infer<typeof LockedModule>;

/** What is needed to rebuild elsewhere what a cluster has of some tools, as it was seen at one time. */
export const Lock = z.object({
  format: z.literal('gazetteer-lock'),
  version: z.literal(LOCK_VERSION),
  madeAt: z.string().describe('UTC, ISO 8601'),
  madeBy: z.string().describe('version of Gazetteer'),
  site: z.string(),
  cluster: z.string(),
  tools: z.array(z.string()).describe('the tools that were asked for; empty for all'),
  environments: z.array(LockedEnvironment),
  images: z.array(LockedImage),
  modules: z.array(LockedModule).describe('modules and packages of Spack'),
  unread: z.array(z.string()).describe('what was not read, so that the lock may lack something'),
  notes: z.array(z.string()),
});
export type Lock = z.infer<typeof Lock>;
