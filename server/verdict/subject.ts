import type { Package, PipPackage } from '../facets/conda/schema.ts';
import type { Content, Label } from '../facets/images/schema.ts';
import type { Source } from './facts.ts';

/** What is known to be inside an image. */
export interface Inside extends Source {
  packages: Content[];
  /** Managers whose packages are there, or may be, and could not be read. */
  unread: string[];
  /** The C library by its files: `glibc`, `musl`; null where nobody looked. */
  libc: { name: 'glibc' | 'musl'; version: string }[] | null;
  /** What its os-release calls the system; null where it has none, or nobody looked. */
  system: { id: string; versionId: string } | null;
}

export interface ImageSubject extends Source {
  kind: 'image';
  name: string;
  /** A file that Apptainer runs, a folder that it runs, or an image of a store. */
  form: 'sif' | 'oci-sif' | 'squashfs' | 'ext3' | 'sandbox' | 'stored' | 'unknown';
  /** Whose store it is in; '' where it is in none. */
  engine: '' | 'podman' | 'docker' | 'oci' | 'registry';
  /** As `uname -m` names them; several for a manifest list, none when nothing says it. */
  architectures: string[];
  /** Of the architecture, as `v3` of amd64; '' where nothing says one. */
  variant: string;
  /** By the kernel's device mapper or by gocryptfs; null when it cannot be told. */
  encryption: 'none' | 'device-mapper' | 'gocryptfs' | null;
  labels: Label[] | null;
  /** Variables that its maker set, of those that decide (CUDA_VERSION and the like); null where nobody read them. */
  settings: (Source & { variables: Label[] }) | null;
  inside: Inside | null;
}

/** What a record asks of the machine: `__glibc >=2.17`. */
export interface VirtualNeed {
  spec: string;
  /** Of `constrains`: it holds only where the machine has such a thing at all. */
  optional: boolean;
}

/** A package of an environment. What it asks of the machine is null where nobody read that. */
export type SubjectPackage = Pick<Package, 'name' | 'version' | 'build' | 'subdir'> & {
  virtual: VirtualNeed[] | null;
};

export interface EnvironmentSubject extends Source {
  kind: 'environment';
  name: string;
  packages: SubjectPackage[];
  pip: PipPackage[];
  /** Records that are there and could not be read: what they ask for is not known. */
  unreadable: number;
}

/** What shall run: an image or an environment, and what is known of it. */
export type Subject = ImageSubject | EnvironmentSubject;
