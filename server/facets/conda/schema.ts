import { z } from 'zod';

/** A conda package as its record says it. Text that is not known is ''. */
export const Package = z.object({
  name: z.string(),
  version: z.string(),
  build: z.string(),
  subdir: z.string(),
  /** Name of the channel, or its address where it is none of the usual servers; without subdir and tokens. */
  channel: z.string(),
  sha256: z.string(),
  md5: z.string(),
});
export type Package = z.infer<typeof Package>;

/** A package that pip installed into the environment. */
export const PipPackage = z.object({ name: z.string(), version: z.string() });
export type PipPackage = z.infer<typeof PipPackage>;

/** A package that R installed into the environment's library. */
export const RPackage = z.object({ name: z.string(), version: z.string() });
export type RPackage = z.infer<typeof RPackage>;

export const Environment = z.object({
  kind: z.literal('conda.environment'),
  python: z.string(),
  /** Sorted by name, version and build. */
  packages: z.array(Package),
  pip: z.array(PipPackage),
  /** Only where there are some: environments without are the documents that they were before these were read. */
  r: z.array(RPackage).optional(),
  /** Records that are there and could not be read. */
  unreadable: z.number().int(),
});
export type Environment = z.infer<typeof Environment>;

/** What the records of an environment ask of the machine, by virtual packages; sorted. Packages that ask nothing are left out. */
export const Needs = z.object({
  kind: z.literal('conda.needs'),
  needs: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      build: z.string(),
      /** `__glibc >=2.17,<3.0.a0` */
      spec: z.string(),
      /** Of `constrains`: it holds only where the machine has such a thing. */
      optional: z.boolean(),
    }),
  ),
});
export type Needs = z.infer<typeof Needs>;

/** How an environment came to be, which environments with the same packages do not share. */
export const Making = z.object({
  kind: z.literal('conda.making'),
  /** Account that its folder belongs to; '' where it has no name. */
  owner: z.string(),
  /** Whether its history could be read; without it nobody knows what was asked for. */
  history: z.boolean(),
  /** Specifications that somebody asked for and did not take back. */
  asked: z.array(z.string()),
  /** Specifications in conda-meta/pinned. */
  pinned: z.array(z.string()),
  /** Channels that its own .condarc lists; the installation's count after them. */
  channels: z.array(z.string()),
  /** Locks and explicit lists that lie with it. */
  locks: z.array(z.object({ file: z.string(), state: z.enum(['matches', 'differs', 'unreadable']) })),
});
export type Making = z.infer<typeof Making>;

export const Installation = z.object({
  kind: z.literal('conda.installation'),
  product: z.enum(['miniforge', 'mambaforge', 'miniconda', 'anaconda', 'micromamba', 'conda']),
  /** Of conda itself; '' where there is none. */
  conda: z.string(),
  mamba: z.string(),
  /** Of the Anaconda distribution. */
  distribution: z.string(),
  /** As the installation's and the system's .condarc list them, in their order. */
  channels: z.array(z.string()),
});
export type Installation = z.infer<typeof Installation>;

/** What somebody asks for, not what is there: an environment file or a lock. */
export const Specification = z.object({
  kind: z.literal('conda.specification'),
  name: z.string(),
  channels: z.array(z.string()),
  specs: z.array(z.string()),
  pip: z.array(z.string()),
});
export type Specification = z.infer<typeof Specification>;

/** A package that a lock pins, with the environments (or categories) and platforms that take it. */
export const LockedPackage = Package.extend({ used: z.array(z.string()) });
export type LockedPackage = z.infer<typeof LockedPackage>;

export const LockedPip = PipPackage.extend({ sha256: z.string(), used: z.array(z.string()) });
export type LockedPip = z.infer<typeof LockedPip>;

/** What a lock pins. It is for several environments and platforms at once, so it is no environment. */
export const Lock = z.object({
  kind: z.literal('conda.lock'),
  form: z.enum(['conda-lock', 'pixi', 'mamba', 'python']),
  /** Of the form, as the lock says it. */
  version: z.string(),
  channels: z.array(z.string()),
  platforms: z.array(z.string()),
  environments: z.array(z.string()),
  packages: z.array(LockedPackage),
  pip: z.array(LockedPip),
  /** Rows that are there and could not be read. */
  unreadable: z.number().int(),
});
export type Lock = z.infer<typeof Lock>;

/** What conda wrote down of an environment's changes (conda-meta/history). */
export const History = z.object({
  kind: z.literal('conda.history'),
  /** Changes, each with what was asked for. */
  revisions: z.number().int(),
  /** What was asked for and not taken back, by name, as it was asked last. */
  asked: z.array(z.string()),
  /** What is there after the last change. */
  packages: z.array(Package),
});
export type History = z.infer<typeof History>;

/** Where conda knows of environments: conda info, conda env list. */
export const Listing = z.object({
  kind: z.literal('conda.listing'),
  conda: z.string(),
  platform: z.string(),
  /** Folder of the installation. */
  prefix: z.string(),
  channels: z.array(z.string()),
  environments: z.array(z.object({ name: z.string(), path: z.string() })),
});
export type Listing = z.infer<typeof Listing>;

/** How a virtual environment of Python was made (pyvenv.cfg). */
export const Venv = z.object({
  kind: z.literal('conda.venv'),
  python: z.string(),
  /** Folder of the interpreter that it was made from. */
  home: z.string(),
  maker: z.enum(['venv', 'virtualenv', 'uv']),
  /** Of virtualenv and uv. */
  makerVersion: z.string(),
  /** Whether it also uses what is installed for that interpreter. */
  systemPackages: z.boolean(),
});
export type Venv = z.infer<typeof Venv>;
