/** What a contest is about: how often, of a hundred, its campaigns and its policy have what. */
export interface Theme {
  /** Whether each campaign has an offer of its own, so that lines on two offers always speak of some. */
  readonly ownOffers: boolean;
  /** Days on which offers are over, windows closed, ticks missing: what keeps candidates from being weighed at all. */
  readonly closed: number;
  /** A segment or an exclusion of its own. */
  readonly segment: number;
  /** Firings that come again at every tick, of which there is then more to contend for. */
  readonly always: number;
  readonly branches: number;
  readonly hours: number;
  readonly value: number;
  /** A cap per customer: without one a campaign contacts each once ever. */
  readonly cap: number;
  /** Numbers and money. */
  readonly volumes: number;
  readonly holdout: number;
  readonly goal: number;
  readonly followUps: number;
  readonly policy: number;
  /** Lines of the policy that there are to choose from. */
  readonly lines: readonly ("customer" | "numbers" | "money" | "order" | "events" | "others")[];
}

const MIXED: Theme = {
  ownOffers: false,
  closed: 100,
  segment: 30,
  always: 15,
  branches: 25,
  hours: 25,
  value: 55,
  cap: 85,
  volumes: 20,
  holdout: 25,
  goal: 45,
  followUps: 45,
  policy: 80,
  lines: ["customer", "numbers", "money", "order", "events", "others"],
};

/** Spans of caps and of what must not, or must, come after one another. */
const SPANS: Theme = {
  ...MIXED,
  ownOffers: true,
  closed: 15,
  segment: 10,
  always: 85,
  branches: 10,
  cap: 100,
  volumes: 0,
  holdout: 35,
  goal: 0,
  followUps: 0,
  policy: 100,
  lines: ["customer", "order"],
};

export const THEMES: readonly Theme[] = [
  MIXED,
  SPANS,
  SPANS,
  // Numbers and money, in which holdouts do and do not take places.
  {
    ...MIXED,
    closed: 30,
    segment: 10,
    always: 75,
    branches: 10,
    cap: 100,
    volumes: 60,
    holdout: 90,
    goal: 0,
    followUps: 10,
    policy: 100,
    lines: ["numbers", "money", "customer"],
  },
  // Further waves beside new contacts.
  {
    ...MIXED,
    closed: 40,
    segment: 10,
    always: 45,
    branches: 0,
    hours: 15,
    value: 65,
    cap: 100,
    volumes: 10,
    holdout: 10,
    goal: 60,
    followUps: 100,
    policy: 80,
    lines: ["customer", "numbers"],
  },
  // What is asked of windows, dates and rates.
  {
    ...MIXED,
    segment: 70,
    always: 10,
    branches: 40,
    value: 100,
    holdout: 5,
    followUps: 15,
    policy: 30,
  },
];
