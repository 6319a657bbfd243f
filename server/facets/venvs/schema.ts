import { z } from 'zod';

export const Package = z.object({
  /** In the one form of PEP 503. */
  name: z.string(),
  /** '' of one that is edited elsewhere. */
  version: z.string(),
});

export const Environment = z.object({
  kind: z.literal('venvs.environment'),
  python: z.string(),
  /** '' where pyvenv.cfg could not be understood. */
  maker: z.enum(['', 'venv', 'virtualenv', 'uv']),
  makerVersion: z.string(),
  /** Folder of the interpreter that it was made from. */
  home: z.string(),
  /**
   * Whether that interpreter is there; without it nothing here starts. null where it lies on another file system than the
   * environment: a node of another system would then say otherwise of the same environment.
   */
  interpreter: z.boolean().nullable(),
  /** Whether it also uses what is installed for that interpreter. */
  systemPackages: z.boolean(),
  packages: z.array(Package),
});
export type Environment = z.infer<typeof Environment>;
