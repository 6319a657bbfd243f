import { failure } from './failure.ts';
import type { Transport } from './transport.ts';

/** Nobody goes there: what is known of such a node comes from files. */
export const fileTransport: Transport = async ({ name }) => ({
  failure: failure('imported', `${name} is known from files only`, 'Run: gazetteer import --node NODE FILE'),
  exitCode: null,
  stderr: '',
});
