import type { Target } from './transport.ts';

/**
 * What the system's ssh is told of a node (ssh(1), ssh_config(5)). What is not said here its own configuration says: jump
 * hosts, Kerberos, certificates. What must hold whatever stands there comes first, since ssh takes the first of each.
 */
const ALWAYS = [
  // Older versions do not know these, and would end.
  'IgnoreUnknown=RemoteCommand,SessionType,ForkAfterAuthentication,StdinNull,UpdateHostKeys,SecurityKeyProvider',
  'ForwardAgent=no',
  'ForwardX11=no',
  'ClearAllForwardings=yes',
  'PermitLocalCommand=no',
  'UpdateHostKeys=no',
  'RemoteCommand=none',
  'SessionType=default',
  'ForkAfterAuthentication=no',
  'StdinNull=no',
  // What is silent for three of these is given up.
  'ServerAliveInterval=15',
  'ServerAliveCountMax=3',
];

/** For a visit: nobody is there to answer, and a login that is open already is used. */
export function visitArgs(
  target: Target,
  { command, seconds }: { command: string; seconds: number },
): string[] {
  return [
    '-T',
    ...options([
      ...ALWAYS,
      'BatchMode=yes',
      // A FIDO token would blink for a touch at every sweep. ssh takes a variable that nobody sets for none.
      'SecurityKeyProvider=$GAZETTEER_HAS_NO_HANDS',
      'StrictHostKeyChecking=yes',
      'ControlMaster=no',
      'LogLevel=ERROR',
      'ConnectionAttempts=1',
      `ConnectTimeout=${Math.max(1, Math.ceil(seconds))}`,
    ]),
    ...reach(target),
    command,
  ];
}

/** For a login by hand: ssh asks what it has to, and stays in the background for so many hours. */
export function loginArgs(target: Target, hours: number): string[] {
  const keep = [`ControlMaster=auto`, `ControlPersist=${hours}h`];
  return [
    '-T',
    ...options([...ALWAYS, 'BatchMode=no', 'StrictHostKeyChecking=ask', ...keep]),
    ...reach(target),
    'true',
  ];
}

/** Asks the ssh in the background, or ends it. */
export function controlArgs(target: Target, what: 'check' | 'exit'): string[] {
  return ['-O', what, ...options([...ALWAYS, 'BatchMode=yes']), ...reach(target)];
}

function reach({ address, openssh }: Target): string[] {
  if (!openssh) return ['--', address];
  const { user, port, identityFiles, config, jump, agent, knownHosts, controlPath } = openssh;
  const keys = identityFiles.map((path) => `IdentityFile=${quoted(path)}`);
  return [
    ...options([
      `ControlPath=${controlPath}`,
      `UserKnownHostsFile=${knownHosts.map(quoted).join(' ')}`,
      ...keys,
      ...(jump === undefined ? [] : [`ProxyJump=${jump.join(',') || 'none'}`]),
      ...(agent === '' ? [] : [`IdentityAgent=${agent === 'none' ? 'none' : quoted(agent)}`]),
      // A server allows few tries, and an agent may hold many keys.
      ...(keys.length > 0 && agent === 'none' ? ['IdentitiesOnly=yes'] : []),
    ]),
    ...(config === undefined ? [] : ['-F', config === false ? 'none' : config]),
    ...(user === '' ? [] : ['-l', user]),
    ...(port === 0 ? [] : ['-p', String(port)]),
    '--',
    address,
  ];
}

/** A path as ssh_config(5) reads it: in quotes, and with % for itself. A quote cannot be said. */
export function quoted(path: string): string {
  return `"${path.replaceAll('%', '%%')}"`;
}

function options(words: string[]): string[] {
  return words.flatMap((word) => ['-o', word]);
}
