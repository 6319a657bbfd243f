/**
 * Why a visit, a facet or a root is not simply present. The code is what is stored, counted and
 * branched on; the sentence is what a person reads.
 */
export const reasons = {
  // The visit itself.
  'address-unknown': 'the host name could not be resolved',
  'connect-refused': 'nothing listens at that address and port',
  'connect-timeout': 'no connection within the time limit',
  unreachable: 'the network says there is no way to that address',
  'host-key-unknown': 'the host key has not been accepted yet',
  'host-key-changed': 'the host key is another one than the accepted one',
  'login-refused': 'the server accepted none of the keys offered',
  'needs-login': 'somebody has to log in by hand first',
  'ssh-failed': 'the ssh program of this machine ended with an error of its own',
  'key-unusable': 'a private key could not be read',
  'jump-failed': 'a jump host on the way did not let it through',
  'session-refused': 'the server refused to open a session',
  'agent-missing': 'the login shell ended before the agent said anything',
  'agent-refused': 'the agent that is installed there refused what it was asked for',
  'setting-refused': 'the agent that is installed there does not do all that the sites file asks for',
  'visit-timeout': 'the visit was stopped at its time limit',
  'connection-lost': 'the connection ended before the agent did',
  'output-limit': 'the agent printed more than is allowed',
  cancelled: 'the sweep was cancelled',
  'not-stored': 'what was read could not be stored',
  'protocol-error': 'the other side does not speak SSH as expected',
  // Nodes that are left alone.
  'powered-down': 'the batch system powered it down',
  drained: 'it is drained',
  reserved: 'it is reserved',
  maintenance: 'it is in maintenance',
  future: 'it is planned and need not be there yet',
  'same-hardware': 'another node of the same hardware is read for it',
  busy: 'it runs jobs',
  retired: 'it was taken out of service',
  pushes: 'it sends by itself and is not visited',
  imported: 'what is known of it comes from files that somebody imports',
  // Jobs.
  'job-refused': 'the batch system did not accept the job',
  'job-waiting': 'the job did not start in time',
  // A facet or a root.
  'no-answer': 'the facet ended without saying how it went',
  timeout: 'it was stopped at its time limit',
  crashed: 'it stopped with an error',
  cut: 'the connection ended before it was whole',
  damaged: 'lines of it were lost or joined',
  unreadable: 'what arrived could not be read',
  permission: 'the account may not read it',
  'root-missing': 'the place is not there',
  'root-empty': 'a place that held something before is suddenly empty',
  'root-other-mount': 'the place is on another mount than before',
  'root-lesser': 'it could only be read by lesser means than before',
  'root-suspect': 'too much of it is gone at once to be believed yet',
  'partly-unread': 'it was read, but not all of it',
  overtaken: 'a visit that began later was stored before',
  'parent-unreadable': 'the folder around it could not be read',
  'not-seen': 'the agent did not report it',
  'not-installed': 'there is nothing of the kind on this node',
  'driver-mismatch': "the driver's library and its kernel module are of different versions",
  'driver-not-loaded': 'there is a card, but its driver is not loaded',
  'no-devices': 'the driver says that there is no device, though there is a card',
  'gpu-lost': 'a card does not answer any more',
  'no-library': "the driver's library is missing",
  'no-system': 'no file says which system it is',
  'no-kernel': 'nothing says which kernel runs or could run',
  'not-a-folder': 'something else than a folder is there',
  'no-daemon': 'the daemon does not run',
  'no-program': 'the program that would tell is missing',
  'no-gpu': 'there is no GPU in this node',
  error: 'it could not be read',
} as const;

export type ReasonCode = keyof typeof reasons;

export function isReasonCode(code: string): code is ReasonCode {
  return Object.hasOwn(reasons, code);
}
