import type * as z from 'zod';

/** Reads a function's typed environment. Throws naming the variables that are missing or wrong, never their values. */
export function readEnv<T extends z.ZodType>(schema: T): z.output<T> {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  const names = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))];
  throw new Error(`environment: ${names.join(', ')} missing or malformed`);
}

/** Folder of the function's own files beside its bundle: catalogue, fonts, pages. */
export function assetFolder(name: string): string {
  return `${process.env.LAMBDA_TASK_ROOT ?? '.'}/${name}`;
}

/** Made at first use and kept: what a call does not need, a cold start does not pay for. */
export function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
