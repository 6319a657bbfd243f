import type { NativeForm } from '../facet.ts';
import { archiveForm } from './archive.ts';
import { engineForms } from './nativeEngines.ts';
import { oldImageForm, sifForm, siftoolForm } from './nativeFiles.ts';
import { cacheListForm, inspectForm } from './nativeInspect.ts';
import { registryForm } from './nativeRegistry.ts';
import { sandboxForm } from './nativeSandbox.ts';
import { silenceForm } from './nativeSilence.ts';
import { podmanStoreForm } from './nativeStore.ts';

/** The first that recognises the input reads it. */
export const imageNatives: NativeForm[] = [
  sandboxForm,
  sifForm,
  siftoolForm,
  podmanStoreForm,
  archiveForm,
  ...engineForms,
  registryForm,
  inspectForm,
  cacheListForm,
  oldImageForm,
  silenceForm,
];
