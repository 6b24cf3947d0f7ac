/**
 * What the project's texts allow, written down a second time for whoever counts the ledger's contacts afterwards. Whom a limit
 * counts is LANGUAGE § 7 to 9: members of a campaign's holdout take places in its caps, in volumes and capacities, not in
 * money and not in the policy's limits per customer; members of the universal one only in the campaign's own per customer;
 * further waves neither obey nor use that; service passes over the policy's limits per customer.
 */
export type Limit =
  /** At most `count` for a customer within any `days` local dates in a row; waves are left out where `firstAlone`. */
  | {
      readonly kind: "customer";
      readonly text: string;
      readonly count: number;
      readonly days: number;
      readonly campaign?: string;
      readonly firstAlone: boolean;
      readonly arms: readonly string[];
      readonly marketingAlone: boolean;
    }
  /** At most `count` on a local date. */
  | {
      readonly kind: "volume";
      readonly text: string;
      readonly count: number;
      readonly campaign?: string;
      readonly channel?: string;
    }
  /** At most `amount` in a week that begins on Monday, at so much a contact. */
  | {
      readonly kind: "money";
      readonly text: string;
      readonly amount: number;
      readonly campaign: string;
      readonly each: number;
    };

const ALL_ARMS = ["treated", "control", "universal"];

function ofCampaign(campaign: string, count: number, days: number): Limit {
  const text = `${campaign}: ${count} per customer per ${days} days`;
  return {
    kind: "customer",
    text,
    count,
    days,
    campaign,
    firstAlone: true,
    arms: ALL_ARMS,
    marketingAlone: false,
  };
}

function ofPolicy(count: number, days: number): Limit {
  const text = `policy: ${count} per customer per ${days} days`;
  return {
    kind: "customer",
    text,
    count,
    days,
    firstAlone: false,
    arms: ["treated"],
    marketingAlone: true,
  };
}

export const LIMITS: readonly Limit[] = [
  ofCampaign("buyers", 2, 10),
  ofCampaign("risers", 1, 3),
  ofCampaign("letters", 1, 5),
  ofCampaign("visitors", 3, 4),
  ofPolicy(2, 2),
  ofPolicy(4, 7),
  { kind: "volume", text: "buyers: 7 per day", count: 7, campaign: "buyers" },
  { kind: "volume", text: "letters: 6 per day", count: 6, campaign: "letters" },
  { kind: "volume", text: "policy: 8 per day via sms", count: 8, channel: "sms" },
  { kind: "volume", text: "sms: capacity 9 per day", count: 9, channel: "sms" },
  { kind: "volume", text: "email: capacity 8 per day", count: 8, channel: "email" },
  { kind: "volume", text: "manager: capacity 3 per day", count: 3, channel: "manager" },
  { kind: "money", text: "letters: 36 CNY per week", amount: 36, campaign: "letters", each: 3 },
];
