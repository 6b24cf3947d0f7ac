/** What to do where a statement failed at a value of a column. The value itself is not shown: it is a customer's. */
export const misfitHelp =
  "a value does not fit the type that the catalog gives its column: look for text that is no number or date, and " +
  "give a column whose numbers have more digits than its type `decimals:`";
