import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** Days for which logs are kept, as CloudWatch names them. */
export const retention = {
  7: RetentionDays.ONE_WEEK,
  30: RetentionDays.ONE_MONTH,
  180: RetentionDays.SIX_MONTHS,
  365: RetentionDays.ONE_YEAR,
} as const;
