import { Lexer, Parser, parse } from 'yaml';

/** Deeper than any file that conda reads, and shallow enough for a recursive parser. */
const DEEPEST = 100;

/**
 * The value of YAML text; undefined when it is none. The composer of the yaml package recurses, and at the
 * end of the stack V8 may end the process where a regular expression is compiled ("RegExpCompiler
 * Allocation failed"), which nothing can catch. Its parser keeps a stack of its own that can be measured.
 */
export function yamlValue(text: string): unknown {
  return parsed(text, 'core');
}

/** The same with every scalar as the text that stands there: a version 1.10 is no number, as for mamba's own reader. */
export function yamlTexts(text: string): unknown {
  return parsed(text, 'failsafe');
}

function parsed(text: string, schema: 'core' | 'failsafe'): unknown {
  try {
    if (isDeep(text)) return undefined;
    // Pretty errors cost five times the reading where a text is nothing else, and nobody reads them.
    const quiet = { logLevel: 'silent', prettyErrors: false } as const;
    return parse(text, { ...quiet, maxAliasCount: 100, schema, uniqueKeys: schema === 'core' });
  } catch {
    return undefined;
  }
}

function isDeep(text: string): boolean {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    // Documents that end here are of no use: only how deep they were.
    for (const _ of parser.next(lexeme));
    if (parser.stack.length > DEEPEST) return true;
  }
  return false;
}
