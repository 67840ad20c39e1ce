/** Is there anything to read in a text? Pure, and without schemas: the pages ask it too. */

/** Spaces of every kind, characters without a shape (zero width, soft hyphens, fillers, marks of direction), controls, the empty braille cell. */
const unseen = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Cn}\u2800]/gu;

/** @returns whether nobody could see that something was written: a reason of zero-width spaces is none */
export const isBlank = (text: string): boolean => text.replace(unseen, '') === '';
