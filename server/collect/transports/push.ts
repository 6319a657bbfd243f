import { failure } from './failure.ts';
import type { Transport } from './transport.ts';

/** Nobody goes there: such a node sends by itself. */
export const pushTransport: Transport = async ({ name }) => ({
  failure: failure('pushes', `${name} sends what it offers by itself`, 'See docs/push.md'),
  exitCode: null,
  stderr: '',
});
