import { z } from 'zod';

export const Label = z.object({ name: z.string(), value: z.string() });
export type Label = z.infer<typeof Label>;

export const Definition = z.object({
  /** `docker`, `library`, `localimage`, ... in lower case. */
  bootstrap: z.string(),
  from: z.string(),
  /** True when sections put something into the image; false when it is its `from` converted. */
  recipe: z.boolean(),
});
export type Definition = z.infer<typeof Definition>;

/** One data object of a SIF file. Fields that its type does not have are ''. */
export const ImageObject = z.object({
  id: z.number(),
  /** 0 when it is in no group. */
  group: z.number(),
  /** The object or group it belongs to; 0 for none. */
  link: z.number(),
  linksGroup: z.boolean(),
  type: z.enum([
    'definition',
    'environment',
    'labels',
    'partition',
    'signature',
    'json',
    'generic',
    'message',
    'sbom',
    'oci-index',
    'oci-blob',
    'unknown',
  ]),
  name: z.string(),
  offset: z.number(),
  size: z.number(),
  fileSystem: z.string(),
  /** Of a partition: `primary`, `system`, `data` or `overlay`. */
  use: z.string(),
  architecture: z.string(),
  hash: z.string(),
  fingerprint: z.string(),
  digest: z.string(),
  /** Of a signature `pgp` or `dsse`, of a message or an SBOM its format. */
  format: z.string(),
});
export type ImageObject = z.infer<typeof ImageObject>;

/** An image that is one file. */
export const ImageFile = z.object({
  kind: z.literal('images.file'),
  name: z.string(),
  /** `unknown` where a program told of an image and not what its file is. */
  format: z.enum(['sif', 'oci-sif', 'squashfs', 'ext3', 'unknown']),
  formatVersion: z.string(),
  architecture: z.string(),
  uuid: z.string(),
  created: z.string(),
  modified: z.string(),
  launch: z.string(),
  /** null when only a listing of the file was seen. */
  size: z.number().nullable(),
  signed: z.boolean(),
  encrypted: z.boolean(),
  definition: Definition.nullable(),
  labels: z.array(Label),
  manifestDigest: z.string(),
  configDigest: z.string(),
  descriptors: z.number(),
  objects: z.array(ImageObject),
});
export type ImageFile = z.infer<typeof ImageFile>;

/** An image that is a folder. */
export const Sandbox = z.object({
  kind: z.literal('images.sandbox'),
  name: z.string(),
  /** `singularity.d` when a builder left its mark, `tree` when it only looks like a system. */
  marker: z.enum(['singularity.d', 'tree']),
  architecture: z.string(),
  /** False where the whole file system is read-only, as CVMFS. A writable one promises nothing. */
  writable: z.boolean(),
  /** sha256 of the OCI configuration it was unpacked from, where its place says it. */
  configDigest: z.string(),
  definition: Definition.nullable(),
  labels: z.array(Label),
});
export type Sandbox = z.infer<typeof Sandbox>;

export const Platform = z.object({
  architecture: z.string(),
  variant: z.string(),
  os: z.string(),
  digest: z.string(),
});
export type Platform = z.infer<typeof Platform>;

/** An image in the store of podman or docker, or in an archive that one of them wrote. */
export const StoredImage = z.object({
  kind: z.literal('images.stored'),
  /**
   * `oci` for an OCI layout, in a folder, a cache or an archive; `registry` for what was only described, wherever
   * it is: that offers nothing here.
   */
  engine: z.enum(['podman', 'docker', 'oci', 'registry']),
  id: z.string(),
  /** Names with tags. */
  references: z.array(z.string()),
  /** Names with digests, as pulled. */
  repoDigests: z.array(z.string()),
  manifestDigest: z.string(),
  configDigest: z.string(),
  architecture: z.string(),
  variant: z.string(),
  os: z.string(),
  size: z.number().nullable(),
  created: z.string(),
  labels: z.array(Label),
  /** Of a manifest list: what it is for. An image has none. */
  platforms: z.array(Platform),
});
export type StoredImage = z.infer<typeof StoredImage>;

/** Variables of an image in a store that decide where it runs; beside the image, whose document they leave as it is. */
export const ImageSettings = z.object({ kind: z.literal('images.settings'), settings: z.array(Label) });
export type ImageSettings = z.infer<typeof ImageSettings>;

export type ImageFacts = ImageFile | Sandbox | StoredImage;

/** One package inside an image. */
export const Content = z.object({
  manager: z.enum(['conda', 'python', 'dpkg', 'apk', 'rpm']),
  name: z.string(),
  version: z.string(),
  /** conda's build text; '' elsewhere. */
  build: z.string(),
  /** The environment or folder inside the image; '' for packages of its system. */
  place: z.string(),
});
export type Content = z.infer<typeof Content>;

/** What is installed inside an image. */
export const ImageContents = z.object({
  kind: z.literal('images.contents'),
  packages: z.array(Content),
  /** Whose packages are in the image, or may be in folders that were closed, and could not be read: `rpm`, `conda`. */
  unread: z.array(z.string()),
  /** The C library by its files; absent where the agent did not look for it. */
  libc: z.array(z.object({ name: z.enum(['glibc', 'musl']), version: z.string() })).optional(),
  /** Variables of CUDA, ROCm and NVIDIA's container toolkit that its maker set; absent where they were not read. */
  settings: z.array(Label).optional(),
  /** ID and VERSION_ID of its os-release; absent where it has none, or an older agent did not look. */
  system: z.object({ id: z.string(), versionId: z.string() }).optional(),
});
export type ImageContents = z.infer<typeof ImageContents>;
