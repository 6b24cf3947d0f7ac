import type { CstNode } from "chevrotain";
import type { SetTree } from "../tree.ts";
import { type Building, nodesOf, oneToken, spanOf } from "./building.ts";
import { buildExpression } from "./expression.ts";

export function buildSet(building: Building, node: CstNode): SetTree {
  return {
    kind: "set",
    members: nodesOf(node, "expression").map((member) => buildExpression(building, member)),
    span: spanOf(building, oneToken(node, "{"), oneToken(node, "}")),
  };
}
