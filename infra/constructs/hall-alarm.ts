import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Hall } from './foundation.ts';

export interface HallAlarmProps {
  readonly hall: Hall;
  readonly metric: IMetric;
  /** Reached or passed, the alarm rings. */
  readonly threshold: number;
  /** Periods of the metric in a row. */
  readonly periods?: number;
  /** What this failure means to a person outside; the first words the one on call reads. */
  readonly impact: string;
  /** Heading in docs/runbook.md. */
  readonly runbook: string;
}

/** An alarm that says what its failure means to a person and where to read on. Silence is health: no data, no alarm. */
export class HallAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: HallAlarmProps) {
    super(scope, id, {
      metric: props.metric,
      threshold: props.threshold,
      evaluationPeriods: props.periods ?? 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${props.impact} See docs/runbook.md#${props.runbook}`,
    });
    if (props.hall.alarmAction) this.addAlarmAction(props.hall.alarmAction);
  }
}
