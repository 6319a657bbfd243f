/** What the percent tokens of ssh_config(5), TOKENS, stand for; a token that is missing here may not be used. */
export type Tokens = Record<string, string>;

/** The text with its tokens filled in, or the one that has no meaning here. */
export function withTokens(text: string, tokens: Tokens): { text: string } | { unknown: string } {
  let unknown: string | undefined;
  const filled = text.replaceAll(/%(.?)/gs, (all, letter: string) => {
    if (letter === '%') return '%';
    const value = Object.hasOwn(tokens, letter) ? tokens[letter] : undefined;
    if (value === undefined) unknown ??= all;
    return value ?? '';
  });
  return unknown === undefined ? { text: filled } : { unknown };
}

/** The path with `~`, `${NAME}` and tokens filled in, or what has no meaning here. */
export function withPathTokens(
  path: string,
  tokens: Tokens,
  home: string,
  env: Record<string, string | undefined>,
): { text: string } | { unknown: string } {
  let unknown: string | undefined;
  const filled = path.replaceAll(/\$\{([^}]*)\}/g, (all, name: string) => {
    const value = env[name];
    if (value === undefined) unknown ??= all;
    return value ?? '';
  });
  if (unknown !== undefined) return { unknown };
  if (filled.startsWith('~') && filled !== '~' && !filled.startsWith('~/'))
    return { unknown: filled.split('/')[0] ?? '' };
  const atHome = filled.startsWith('~') ? home + filled.slice(1) : filled;
  return withTokens(atHome, tokens);
}
