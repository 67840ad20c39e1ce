/** Every function of the hall (docs/decisions/0002): a folder in `functions/`, a bundle, a Lambda function of the stack. */
export const functionNames = [
  'web',
  'public',
  'citizen',
  'officer',
  'catalogue-desk',
  'backoffice',
  'operations',
  'relay',
  'intake',
  'scan',
  'documents',
  'statistics',
  'callbacks',
  'checkout',
  'settlement',
  'receipts',
  'fees',
  'money-desk',
  'money-clock',
  'clock',
  'booking',
  'booking-desk',
  'fhir',
  'notices',
] as const;

export type FunctionName = (typeof functionNames)[number];
