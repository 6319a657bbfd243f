import type { ZodType } from 'zod';
import type { FacetEvidence, Mount, Part, RootOutcome, Unread } from '../frames/evidence.ts';

/**
 * Something in the input that could not be read, with where it stood. A problem loses the row it
 * names and nothing else.
 */
export interface Problem {
  facet: string;
  /** Root and item, or file name, where there is one. */
  where: string;
  /** Name of the evidence part, or the native format. */
  part: string;
  /** First line is 1; 0 when no line can be told. */
  line: number;
  /** In it, from 1, where the line holds more of the kind. */
  column?: number;
  /** The offending text, cut to 200 characters. */
  text: string;
  message: string;
}

/** A document's facts: plain JSON whose `kind` names its schema, such as `conda.environment`. */
export interface Facts {
  kind: string;
}

/** The evidence a document was read from: a name for messages, and the raw parts. */
export interface EvidenceUnit {
  name: string;
  parts: Part[];
}

export interface ItemReading {
  /** Relative to the root; '' is the root itself. */
  path: string;
  facts: Facts;
  evidence: EvidenceUnit;
}

export type Outcome = 'present' | 'absent' | 'failed';

export interface RootReading {
  kind: string;
  path: string;
  mount: Mount;
  /**
   * What, besides the place, decides what this root shows: for modules the architecture, the module
   * tool and the initial MODULEPATH; '' for others. Two readings of one path with different keys
   * are two roots.
   */
  key: string;
  /** The key that was given before more was told of it: a root known by that one keeps it while it shows the same. */
  formerKey?: string;
  outcome: RootOutcome;
  /** '' when present; `skip` or `same` when elsewhere, as the agent was answered. */
  reason: string;
  message: string;
  items: ItemReading[];
  unread: Unread[];
  /**
   * Read by lesser means than the facet has, such as a module tree by its names alone: it takes the
   * place of nothing that was read in full.
   */
  lesser?: boolean;
  /** Digests of whole files below the root, as far as the agent was asked for them: no part of any document. */
  digests?: FileDigest[];
  /** What came of loading modules of the root as a test, where the sites file asks for it: no part of any document. */
  loads?: ModuleLoad[];
  /** sha256 of modulefiles of the root, as far as they were computed: no part of any document. */
  files?: ModuleFile[];
  /** What is inside images of the root, as far as the agent was asked for it; paths as of the items. */
  contents?: ItemReading[];
}

export interface ModuleLoad {
  fullName: string;
  outcome: 'loads' | 'fails' | 'timeout';
  /** Why not; '' when it loads. */
  message: string;
}

export interface ModuleFile {
  fullName: string;
  /** 64 hex digits. */
  sha256: string;
}

export interface FileDigest {
  /** The item's. */
  path: string;
  /** 64 hex digits. */
  sha256: string;
}

/** What one facet of one visit says, after parsing. */
export interface FacetReading {
  /** The node-level document; null when there is none (see outcome) or the facet has only roots. */
  node: { facts: Facts; evidence: EvidenceUnit } | null;
  outcome: Outcome;
  reason: string;
  message: string;
  roots: RootReading[];
  problems: Problem[];
}

export type Provider = 'apptainer' | 'podman' | 'docker' | 'conda' | 'module' | 'spack' | 'venv' | 'system';

/** One thing that a document offers. Text fields are '' when they do not apply, never null. */
export interface OfferingDraft {
  /** Canonical tool name, lower case where the ecosystem folds case (see server/names). */
  tool: string;
  /** As the tool writes it most often, for display. */
  label: string;
  version: string;
  /** Such as `-CUDA-12.1.1`. */
  variant: string;
  /** conda build string, EasyBuild toolchain (`GCC-12.2.0`), Spack hash, biocontainers build. */
  build: string;
  provider: Provider;
  /** `<kind>:<hex>` with kind sif, oci-manifest, oci-config, conda-sha256, conda-md5; '' when none is known. */
  digest: string;
  /** What `locate` needs to find it again in the document: a full module name, an image reference; '' when root and item path suffice. */
  locator: string;
}

/** Where an offering is and the line that makes it usable, for a person to paste. */
export interface Locator {
  /** A path or reference. */
  place: string;
  /** Shell-quoted where needed; '' when nothing can be said. */
  load: string;
  /** Why not everybody can use it, in a word such as `licensed`; absent where everybody can. */
  restricted?: string;
}

/** Described column of a document kind: drives API, tables, CSV and documentation. */
export interface Column {
  name: string;
  type: 'text' | 'number' | 'boolean' | 'list' | 'date' | 'bytes';
  sentence: string;
  /** The cell of one row. */
  of: (row: Record<string, unknown>) => unknown;
  /**
   * What is true of every cell beyond its type: one of some words, within limits. A test holds it
   * against every row of fixtures and captures.
   */
  holds?: (cell: unknown, row: Record<string, unknown>) => boolean;
}

export interface DocumentKind {
  /** `<facet>.<noun>` */
  kind: string;
  sentence: string;
  schema: ZodType<Facts>;
  columns: Column[];
  /** The table rows of a document: itself for one-row documents, its packages, its modules. */
  rows: (facts: Facts) => Record<string, unknown>[];
  /** What its rows add up to, each told of the whole facts: computed when it is asked for, and no part of them. */
  derived?: Column[];
}

/** A native form of a facet: what a site's own program or file looks like, without our frames. */
export interface NativeForm {
  /** As in `--format`: `nvidia-smi-xml`. */
  format: string;
  sentence: string;
  /** True when the content (not the name) is of this form. */
  recognise: (input: NativeInput) => boolean;
  parse: (input: NativeInput) => FacetReading;
}

/** One file, or a folder as its files. */
export interface NativeInput {
  /** Base name, for messages; 'standard input' for that. */
  name: string;
  files: {
    path: string;
    bytes: Buffer;
    /** Of a file of many megabytes that is no text: `bytes` is its beginning only, and the rest is read here. */
    whole?: { size: number; read: (at: number, length: number) => Buffer | null };
  }[];
}

export interface Facet {
  name: string;
  sentence: string;
  /** 'root': documents hang on roots that several nodes may see; 'node': one document per node. */
  scope: 'node' | 'root';
  kinds: DocumentKind[];
  /** The key of its roots, where they have one, from the node-level parts that come before them. */
  keyOf?: (parts: Part[]) => string;
  /** Evidence to documents. Pure: no clock, no file system, no database. Never throws. */
  read: (evidence: FacetEvidence) => FacetReading;
  natives: NativeForm[];
  /** What a document offers; [] for facets that offer no tools. Pure. */
  offerings: (facts: Facts, itemPath: string) => OfferingDraft[];
  /** The place and load line of an offering of this facet. */
  locate: (at: {
    rootKind: string;
    rootPath: string;
    itemPath: string;
    provider: Provider;
    locator: string;
  }) => Locator;
}
