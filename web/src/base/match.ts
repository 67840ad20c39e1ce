export type Values = Readonly<Record<string, string>>;

/** Values of a pattern's `:names` in a path, or undefined when it does not fit. A trailing slash does not matter. */
export function match(pattern: string, path: string): Values | undefined {
  const wanted = parts(pattern);
  const given = parts(path);
  if (wanted.length !== given.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) values[part.slice(1)] = decoded(value);
    else if (part !== value) return undefined;
  }
  return values;
}

function parts(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

/** A broken escape is taken as it stands: the page then says that there is no such thing. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
