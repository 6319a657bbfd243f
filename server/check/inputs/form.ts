import type { Facts } from '../../facets/facet.ts';
import type { VirtualNeed } from '../../verdict/subject.ts';
import type { Requirement, Wanted } from '../requirement.ts';

/** A file that somebody wants to use somewhere. */
export interface CheckFile {
  /** Base name, for messages and for images, which are called by it. */
  name: string;
  bytes: Buffer;
  /** The same as text; '' where it is none. */
  text: string;
  /** Its value as YAML, where somebody has read it already. */
  yaml?: () => unknown;
}

export interface FormReading extends Wanted {
  /** Of a lock: what it holds for other platforms of Linux than the one that it is read for. */
  others?: Record<string, Requirement[]>;
  /** Of conda, as the input lists them: the first goes before the next. */
  channels?: string[];
  /** What records of a lock ask of the machine, by askKey. */
  asks?: ReadonlyMap<string, VirtualNeed[]>;
  /** Hashes of documents of images that the input names so. */
  documents?: ReadonlyMap<string, string>;
  /** The image itself, where the input is one. */
  image?: Facts;
}

/** One form of environments. Recognised by content; reads without throwing, in linear time. */
export interface CheckForm {
  form: string;
  sentence: string;
  /** Null: it is another form. */
  read: (file: CheckFile) => FormReading | null;
}
