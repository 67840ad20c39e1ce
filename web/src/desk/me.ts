/** Who sits at the desk, for what this browser keeps by person. */
let who: () => string | undefined = () => undefined;

/** Told once, by the session. */
export function takeMeFrom(source: () => string | undefined): void {
  who = source;
}

/** Id of whoever is signed in; empty while nobody is. */
export const myId = (): string => who() ?? '';
