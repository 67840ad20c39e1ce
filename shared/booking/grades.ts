/** Professional grades of doctors (职称): a replacement must have the same, and a queue is for the sessions of some. */
export const grades = ['resident', 'attending', 'associate-chief', 'chief'] as const;
export type Grade = (typeof grades)[number];
