import { roughly } from '../roughly.ts';
import { type Failure, failure } from './failure.ts';
import type { Limits } from './transport.ts';

export function cancelled(): Failure {
  return failure('cancelled', 'the visit was cancelled before it ended', 'Start the sweep again.');
}

export function visitTimeout({ visitSeconds }: Limits, bytes: number): Failure {
  return failure(
    'visit-timeout',
    `the agent was still running after ${visitSeconds} s; ${roughly(bytes)} had arrived`,
    'What arrived whole is kept. A dead file server is the usual reason; raise limits.visitSeconds for a slow node.',
  );
}

export function outputLimit({ maxBytes }: Limits): Failure {
  return failure(
    'output-limit',
    `the agent printed more than ${maxBytes} bytes`,
    'What arrived whole is kept. Raise limits.maxBytes, or give fewer roots.',
  );
}
