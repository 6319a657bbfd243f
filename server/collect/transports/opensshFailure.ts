import type { ReasonCode } from '../reasons.ts';
import { place } from './connectFailure.ts';
import { type Failure, failure } from './failure.ts';
import type { Target } from './transport.ts';

/** ssh(1), EXIT STATUS: an error of ssh itself; anything else is the exit status of what ran there. */
export const SSH_FAILED = 255;

/** sshd_config(5), MaxSessions: the connection that is open already takes no more sessions. */
export const BUSY = /Session open refused by peer/;

const SCRUTINY = 'Log in by hand with "ssh" to see more.';

/** What ssh says with LC_ALL=C, the most telling first: of a failure at a jump host the last line says little. */
const SAID: [said: RegExp, reason: ReasonCode, hint: string][] = [
  [
    /IDENTIFICATION HAS CHANGED|REVOKED HOST KEY/,
    'host-key-changed',
    'Somebody may be listening in, or the node was installed anew. Only when its administrator confirms the new key, take the old one out of the file.',
  ],
  [/host key is known for|Host key verification failed/, 'host-key-unknown', ''],
  // Refused, ssh tries to log in anew, which needs somebody then.
  [
    BUSY,
    'session-refused',
    'More sessions are open through this login than sshd allows (MaxSessions): visit it again later.',
  ],
  [/Permission denied \(|Permission denied, please try again/, 'needs-login', ''],
  [
    /Too many authentication failures/,
    'login-refused',
    'Name the one right key as ssh.identityFile: a server allows few tries (MaxAuthTries), and an agent may hold many keys.',
  ],
  [
    /(?:exec|shell) request failed|administratively prohibited/,
    'session-refused',
    'MaxSessions, a PAM rule (pam_slurm) or a key with restrictions may forbid it.',
  ],
  [
    /Could not resolve hostname/,
    'address-unknown',
    'Check the name, or give an address under ssh.addresses.',
  ],
  [/Connection refused/, 'connect-refused', 'Check that sshd runs there and that ssh.port is right.'],
  [
    /timed out|Timeout, server/,
    'connect-timeout',
    'Check that the node is up and that no firewall drops the connection.',
  ],
  [/No route to host|is unreachable/, 'unreachable', 'Check the route to the node, and that it is up.'],
  [
    /no matching|No SSH version|Protocol major versions|Bad packet|banner line|invalid format/,
    'protocol-error',
    'See with "ssh -v" what the server offers, and that the port is the one of sshd.',
  ],
  [
    /Connection (?:closed|reset)|closed by remote host|Broken pipe|Connection to .* closed/,
    'connection-lost',
    'sshd does that at its MaxStartups limit, and fail2ban and the like do: visit fewer nodes at once, or try again later.',
  ],
  [/connect to host/, 'unreachable', SCRUTINY],
];

/** Why ssh ended with an error of its own, from what it said on standard error. */
export function opensshFailure(target: Target, stderr: string): Failure {
  const lines = stderr.split(/\r?\n/).filter((line) => line.trim() !== '' && !/^@+$/.test(line.trim()));
  const [said, reason, hint] = SAID.find(([text]) => text.test(stderr)) ?? [];
  const line = lines.find((one) => said?.test(one)) ?? lines.at(-1) ?? 'it said nothing';
  const text = line.trim().slice(0, 300);
  if (reason === 'needs-login') return needsLogin(target, text);
  const message = `${place(target)}: ssh: ${text.replace(/^ssh: /, '')}`;
  if (reason === 'host-key-unknown') {
    return failure(
      reason,
      message,
      `${loginHint(target)} ssh shows the key, to be compared with what its administrator says.`,
    );
  }
  return failure(reason ?? 'ssh-failed', message, hint || SCRUTINY);
}

function needsLogin(target: Target, text: string): Failure {
  return failure(
    'needs-login',
    `${place(target)} lets nobody in without a person: ${text}`,
    `${loginHint(target)} A lapsed Kerberos ticket or certificate is to be had anew first.`,
  );
}

function loginHint({ name }: Target): string {
  return `Run: gazetteer login ${name}.`;
}
