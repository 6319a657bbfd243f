/** Questions about how a piece of a name looks. Each is one anchored pattern without nested repeats. */

const hexDigits = /^[0-9a-f]+$/;

/** Starts as a version does: `1.17`, `v2306`, `.5.0.2` (hidden), `R2023b`, or is an abbreviated commit. */
export function looksLikeVersion(text: string): boolean {
  return /^\.?v?\d/.test(text) || /^[rR]20\d\d[ab]/.test(text) || looksLikeCommit(text);
}

/** Nothing but a version: `4ti2` and `3dslicer` start with a digit and are names. */
export function isBareVersion(text: string): boolean {
  return /^\.?v?\d[\d._-]*[a-z]?$/.test(text);
}

/** 7 to 40 hexadecimal digits with a letter and a digit among them, so that neither a word nor a date passes. */
export function looksLikeCommit(text: string): boolean {
  if (text.length < 7 || text.length > 40 || !hexDigits.test(text)) return false;
  return /\d/.test(text) && /[a-f]/.test(text);
}

/**
 * A conda build string as biocontainers and Wave put it behind `--`: `h00cdaf9_0`, `pl5321h6f7f691_0`,
 * `py27_0`, a bare build number of early packages (`0`), or the 16 hexadecimal digits of a Wave container.
 */
export function looksLikeCondaBuild(text: string): boolean {
  if (text.length > 64) return false;
  return (
    /^\d{1,3}$/.test(text) || /^[0-9a-f]{16}$/.test(text) || /^[A-Za-z0-9][A-Za-z0-9._+]*_\d{1,4}$/.test(text)
  );
}

/**
 * A host as the first part of an image path. Docker takes any first part with a dot or a port for
 * one; in a module path a dot alone says little (`python3.9/numpy/1.2`), so the end must be a domain.
 */
export function looksLikeRegistry(text: string): boolean {
  if (text === 'localhost') return true;
  const host = text.replace(/:\d{1,5}$/, '');
  const dot = host.lastIndexOf('.');
  if (dot < 1 || !/^[A-Za-z0-9.-]+$/.test(host)) return false;
  return /^(?:[a-z]{2}|com|org|net|edu|gov|dev|cloud|science|run|app|local)$/.test(host.slice(dot + 1));
}

/** `-x86_64` and its like at the end of a name: the architecture it was built for. */
export function splitArchitecture(text: string): { rest: string; architecture: string } {
  const found = /[-_.](x86_64|amd64|aarch64|arm64|ppc64le|i[36]86)$/.exec(text);
  if (found === null || found.index === 0) return { rest: text, architecture: '' };
  return { rest: text.slice(0, found.index), architecture: found[1] ?? '' };
}

/** Part of the version that follows it after a dash: `-2.25`, `-rc1`, `-r1198`, `-15`, `-gabc1234` of git describe. */
export function continuesVersion(token: string): boolean {
  if (/^\d/.test(token)) return true;
  if (/^g[0-9a-f]{7,40}$/.test(token)) return true;
  return (
    /^(?:rc|r|rev|a|alpha|b|beta|pre|dev|post|p|patch|build|update|u|sp)\.?\d{1,8}$/i.test(token) ||
    /^(?:alpha|beta|rc|dev|pre)(?:\.[a-z0-9]{1,12}){0,3}$/i.test(token) ||
    // `0.2.0-dev_20220721`, `2.1.0-beta3_20230602`, `2.0.0-a.6.9`
    /^(?:a|alpha|b|beta|dev|rc|pre)[._]?\d{1,8}(?:[._]\d{1,8}){1,3}$/.test(token) ||
    /^(?:alpha|beta|dev|rc|pre)_\d{1,8}$/.test(token)
  );
}
