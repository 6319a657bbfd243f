import { z } from 'zod';
import { Hash, Time } from './common.ts';

/** How far nodes are put together in a line. */
export const FleetGrouping = z.enum(['role', 'cluster', 'site', 'fleet']);
export type FleetGrouping = z.infer<typeof FleetGrouping>;

export const FleetState = z
  .enum(['present', 'absent', 'unknown'])
  .describe('absent: positively none. unknown: never read, or not by this version');

const place = {
  site: z.string().describe("'' where sites are put together"),
  cluster: z.string().describe("'' where clusters are put together"),
  role: z.string().describe("login, compute, gpu or service; '' where roles are put together"),
  state: FleetState,
};

const held = {
  nodes: z.number().int().describe('how many nodes'),
  nodeSet: z.string().describe("the nodes, folded; '' where clusters are put together"),
  document: z.union([Hash, z.literal('')]).describe("document that says so; '' where there are several"),
  confirmedAt: Time.nullable().describe('when the one of these nodes was read that was read longest ago'),
};

export const FleetKernel = z.object({
  release: z.string().describe('as uname -r says it'),
  newest: z.string().describe('the newest installed release of the same flavour'),
  rebootPending: z.boolean().nullable().describe('null when it cannot be told'),
});

export const FleetSystem = z.object({
  system: z.string().describe('name and version'),
  libc: z.string().describe("C library with its version; '' when not known"),
  cgroup: z.string(),
  userNamespaces: z.string().describe('allowed, restricted, forbidden or unknown'),
});

export const FleetGpu = z.object({
  model: z.string(),
  vendor: z.string(),
  memoryMiB: z.number().int().nullable(),
  driver: z.string(),
  cuda: z.string().describe('the highest CUDA version that the driver supports'),
  rocm: z.string(),
  computeCapability: z.string(),
  mig: z.string().describe("enabled or disabled; '' where the card has none"),
  cardState: z.string().describe('reported, unreported, no tool or no driver'),
  cards: z.number().int().nullable().describe('cards of all these nodes together'),
});

export const FleetRuntime = z.object({
  runtime: z.string(),
  version: z.string(),
  mode: z.string().describe("setuid, user-namespace, daemon or none; '' when it cannot be told"),
  server: z.string().describe('read, or why the server could not be asked'),
  serverVersion: z.string(),
});

export const FleetKernelRow = z.object({ ...place, ...FleetKernel.shape, ...held });
export const FleetSystemRow = z.object({ ...place, ...FleetSystem.shape, ...held });
export const FleetGpuRow = z.object({ ...place, ...FleetGpu.shape, ...held });
export const FleetRuntimeRow = z.object({ ...place, ...FleetRuntime.shape, ...held });

export type FleetPlace = z.infer<z.ZodObject<typeof place>>;
export type FleetHeld = z.infer<z.ZodObject<typeof held>>;
export type FleetKernelRow = z.infer<typeof FleetKernelRow>;
export type FleetSystemRow = z.infer<typeof FleetSystemRow>;
export type FleetGpuRow = z.infer<typeof FleetGpuRow>;
export type FleetRuntimeRow = z.infer<typeof FleetRuntimeRow>;
