/**
 * What this tab holds until it is closed or somebody signs out: the browser's session storage, and, where that is full or not allowed, this
 * page's memory. Nothing that is put here ever throws: a full disk must not take what somebody types.
 */
const memory = new Map<string, string>();

function storage(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    // Blocked by the person's settings; or the server, which draws pages for nobody.
    return undefined;
  }
}

export const tabMemory = {
  get: (name: string): string | null => memory.get(name) ?? storage()?.getItem(name) ?? null,
  /** @returns whether a reload finds it again */
  set(name: string, value: string): boolean {
    const there = storage();
    try {
      if (there === undefined) throw new Error('no storage');
      there.setItem(name, value);
      memory.delete(name);
      return true;
    } catch {
      // What was there before is older than what the device has sealed: a reload must not find it.
      there?.removeItem(name);
      memory.set(name, value);
      return false;
    }
  },
  remove(name: string): void {
    memory.delete(name);
    storage()?.removeItem(name);
  },
  clear(): void {
    memory.clear();
    storage()?.clear();
  },
};
