import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Hall } from './foundation.ts';
import { HallAlarm } from './hall-alarm.ts';

export interface BacklogAlarmProps {
  readonly hall: Hall;
  /** Messages in the dead-letter queue. */
  readonly setAside: IMetric;
  /** Age of the oldest that waits. */
  readonly oldest: IMetric;
  /** In the unit of `oldest`. */
  readonly lateAfter: number;
  readonly setAsideImpact: string;
  readonly lateImpact: string;
  /** Queue or stream, as operators say it; its section of the runbook is `<name>-backlog`. */
  readonly name: string;
}

/**
 * One alarm for what waits: it rings when something was set aside, or when what waits has waited too long, for three minutes. Where
 * alarms look at one metric only, it is what was set aside.
 */
export class BacklogAlarm extends HallAlarm {
  constructor(scope: Construct, id: string, props: BacklogAlarmProps) {
    super(scope, id, {
      hall: props.hall,
      metric: props.hall.environment.metricMath ? setAsideOrLate(props) : props.setAside,
      threshold: 1,
      periods: 3,
      impact: `${props.setAsideImpact} Or: ${props.lateImpact}`,
      runbook: `${props.name}-backlog`,
    });
  }
}

const setAsideOrLate = ({ name, setAside, oldest, lateAfter }: BacklogAlarmProps): IMetric =>
  new MathExpression({
    expression: `IF(FILL(aside, 0) >= 1, 1, 0) + IF(FILL(oldest, 0) >= ${lateAfter}, 1, 0)`,
    usingMetrics: { aside: setAside, oldest },
    period: Duration.minutes(1),
    label: `${name}: set aside, or late`,
  });
