/** When a page has all that somebody waits for, and what the line to the hall is like. */

/** What is waited for; the page of the design system shows it as an example. */
const waits = ':not(.design *):is(.waiting, [aria-disabled="true"])';

/** Resolves once nothing on the page has been waited for during a second, or after a minute. */
export async function whenQuiet(): Promise<void> {
  for (let still = 0, looks = 0; still < 2 && looks < 120; looks++) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    still = document.querySelector(waits) === null ? still + 1 : 0;
  }
}

/** Is the line paid by the byte? What nobody asked for is not fetched over it. */
export const isSaving = (): boolean => line().saveData === true;

/** Is the line slow? What nobody asked for yet waits until everything else is here. */
export function isSlow(): boolean {
  const { effectiveType } = line();
  return typeof effectiveType === 'string' && effectiveType !== '4g';
}

/** What the browser says of the line; some say nothing. */
function line(): { readonly saveData?: unknown; readonly effectiveType?: unknown } {
  const told: unknown = 'connection' in navigator ? navigator.connection : undefined;
  return typeof told === 'object' && told !== null ? told : {};
}
