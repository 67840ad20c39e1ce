/** Is there anything to read in a text, and is it what was written? Pure, and without schemas: the pages ask it too. */

/** Spaces of every kind, characters without a shape (zero width, soft hyphens, fillers, marks of direction), controls, the empty braille cell. */
const unseen = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Cn}\u2800]/gu;

/**
 * Control characters but tab and new line, halves of characters, and the marks that turn the direction of writing: with them a reader
 * is shown something other than what was written (`fdp.exe` as `exe.pdf`). The marks that only lean (LRM, RLM) stay.
 */
const turning = /(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;
const lineEnds = /[\u2028\u2029]/g;

/** @returns the text without what would make it look like another */
export const unturned = (text: string): string => text.replace(turning, '').replace(lineEnds, '\n');

/** @returns whether nobody could see that something was written: a reason of zero-width spaces is none */
export const isBlank = (text: string): boolean => text.replace(unseen, '') === '';
