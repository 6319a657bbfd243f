import { isIPv6 } from 'node:net';

/** A jump host as ProxyJump and ssh.jump name it. */
export interface JumpHost {
  /** '' where it is not said. */
  user: string;
  host: string;
  port: number | undefined;
}

/** `[user@]host[:port]`, with commas between several and the first one to connect to first; `none` is []. */
export function parseJumps(text: string): JumpHost[] | undefined {
  if (text.trim().toLowerCase() === 'none') return [];
  const jumps = text.split(',').map(parseJump);
  return jumps.every((jump) => jump !== undefined) ? jumps : undefined;
}

function parseJump(text: string): JumpHost | undefined {
  const uri = /^ssh:\/\/(.*?)\/?$/.exec(text.trim());
  const bare = uri?.[1] ?? text.trim();
  const at = bare.lastIndexOf('@');
  const user = at === -1 ? '' : bare.slice(0, at);
  // The system's ssh hands these to a shell, so nothing that means something there.
  if (at === 0 || user.startsWith('-') || !/^[\w.@%+\\-]*$/.test(user)) return undefined;
  const place = bare.slice(at + 1);
  if (isIPv6(place)) return { user, host: place, port: undefined };
  const [, v6, v6port] = /^\[([\w:.%]+)\](?::([0-9]{1,5}))?$/.exec(place) ?? [];
  const [, name, namePort] = /^([\w.%][\w.%-]*)(?::([0-9]{1,5}))?$/.exec(place) ?? [];
  const host = v6 ?? name;
  const port = v6port ?? namePort;
  if (host === undefined) return undefined;
  if (port !== undefined && !(Number(port) >= 1 && Number(port) <= 65_535)) return undefined;
  return { user, host, port: port === undefined ? undefined : Number(port) };
}

const OPTIONS = '(?:-q\\s+|-x\\s+|-T\\s+|-a\\s+)*';
const FORWARD = '-W\\s*["\']?\\[?%h\\]?:%p["\']?';
const BEFORE_JUMP = new RegExp(`^(?:exec\\s+)?ssh\\s+${OPTIONS}${FORWARD}\\s+${OPTIONS}([^\\s-]\\S*)\\s*$`);
const AFTER_JUMP = new RegExp(`^(?:exec\\s+)?ssh\\s+${OPTIONS}([^\\s-]\\S*)\\s+${OPTIONS}${FORWARD}\\s*$`);

/** The jump host of `ssh -W %h:%p HOST`, which is how ProxyJump was written before there was one. */
export function jumpOfCommand(command: string): string | undefined {
  if (command.length > 500) return undefined;
  const [, host] = BEFORE_JUMP.exec(command) ?? AFTER_JUMP.exec(command) ?? [];
  return host !== undefined && !host.includes('%') && parseJumps(host)?.length === 1 ? host : undefined;
}
