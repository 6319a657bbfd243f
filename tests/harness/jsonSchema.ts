type Schema = Record<string, unknown>;

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objectOf = (value: unknown): Schema => (isObject(value) ? value : {});

/** The part of a document that a `$ref` such as #/components/schemas/Node names. */
export function resolved(document: unknown, schema: unknown): Schema {
  const ref = objectOf(schema).$ref;
  if (typeof ref !== 'string') return objectOf(schema);
  let at: unknown = document;
  for (const word of ref.replace(/^#\//, '').split('/')) at = objectOf(at)[word];
  if (!isObject(at)) throw new Error(`${ref} names nothing`);
  return resolved(document, at);
}

/** Where a value is not what a JSON Schema says; [] when it is. Knows the keywords that the API's schemas use. */
export function departures(document: unknown, given: unknown, value: unknown, at = '$'): string[] {
  const schema = resolved(document, given);
  const any = Array.isArray(schema.anyOf) ? schema.anyOf : schema.oneOf;
  if (Array.isArray(any)) {
    const all = any.map((one) => departures(document, one, value, at));
    return all.some((found) => found.length === 0) ? [] : (all[0] ?? []);
  }
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) return [`${at}: not one of the enum`];
  if ('const' in schema && schema.const !== value) return [`${at}: not the constant`];
  const types = [schema.type].flat().filter((type) => type !== undefined);
  if (types.length > 0 && !types.some((type) => isOfType(type, value)))
    return [`${at}: ${JSON.stringify(value)?.slice(0, 40)} is no ${types.join(' or ')}`];
  if (Array.isArray(value))
    return value.flatMap((one, index) => departures(document, schema.items, one, `${at}[${index}]`));
  return isObject(value) ? ofObject(document, schema, value, at) : [];
}

function ofObject(document: unknown, schema: Schema, value: Schema, at: string): string[] {
  const described = objectOf(schema.properties);
  const required = Array.isArray(schema.required) ? schema.required : [];
  const missing = required
    .filter((name) => !(String(name) in value))
    .map((name) => `${at}.${name} is missing`);
  const members = Object.entries(value).flatMap(([name, one]) => {
    if (name in described) return departures(document, described[name], one, `${at}.${name}`);
    // Stricter than JSON Schema: what an object with described members does not describe is a departure.
    if (!isObject(schema.additionalProperties) && isObject(schema.properties))
      return [`${at}.${name} is not described`];
    return departures(document, schema.additionalProperties, one, `${at}.${name}`);
  });
  return [...missing, ...members];
}

function isOfType(type: unknown, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}
