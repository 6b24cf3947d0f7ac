globalThis.baleenIndex = [
[0,"thank_you","campaign/thank_you.html","Thank good customers","","shop/marketing A voucher once a quarter for those who keep the shop alive."],
[1,"contact","event/contact.html","Contact made","已发生的接触",""],
[1,"purchase","event/purchase.html","","",""],
[1,"response","event/response.html","Response","客户响应",""],
[2,"good_customers","segment/good_customers.html","Good customers","","Customers who have bought something of size."],
[3,"age","tag/age.html","Age","",""],
[3,"email","tag/email.html","Email address","",""],
[3,"email_consent","tag/email_consent.html","May be written to","",""],
[3,"name","tag/name.html","Name","",""],
[5,"voucher","offer/voucher.html","A voucher for the next purchase","",""],
[8,"email","channel/email.html","","",""],
[10,"customers","source/customers.html","","",""],
[10,"purchases","source/purchases.html","","",""]
];
