import { z } from 'zod';

/** A node's client. Which repositories an automounter holds just now moves by itself and is not told. */
export const Client = z.object({
  kind: z.literal('cvmfs.client'),
  /** '' where the client does not say. */
  version: z.string(),
  /** Repositories that the configuration names, as written: fully qualified or short. */
  repositories: z.array(z.string()),
});
export type Client = z.infer<typeof Client>;

export const Repository = z.object({
  kind: z.literal('cvmfs.repository'),
  /** Fully qualified name: software.eessi.io. */
  name: z.string(),
  /** null where no program told it. */
  revision: z.number().int().nullable(),
  /** Versions of EESSI that can be initialised, each with the processors that it has software for. */
  eessi: z.array(z.object({ version: z.string(), targets: z.array(z.string()) })),
});
export type Repository = z.infer<typeof Repository>;
