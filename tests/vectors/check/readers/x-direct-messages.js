window.YTD.direct_messages.part0 = [
 {
  "dmConversation": {
   "conversationId": "111-222",
   "messages": [
    {
     "reactionCreate": {
      "senderId": "111"
     }
    },
    {
     "messageCreate": {
      "recipientId": "111",
      "reactions": [],
      "urls": [
       {
        "url": "https://t.co/abc",
        "expanded": "https://example.org/rosa",
        "display": "example.org/rosa"
       }
      ],
      "text": "you &amp; me https://t.co/abc",
      "mediaUrls": [],
      "senderId": "222",
      "id": "9",
      "createdAt": "2026-03-12T21:05:05.000Z"
     }
    },
    {
     "messageCreate": {
      "recipientId": "222",
      "reactions": [],
      "urls": [],
      "text": "hi",
      "mediaUrls": [
       "https://ton.example.org/dm/1/2/cake.jpg"
      ],
      "senderId": "111",
      "id": "8",
      "createdAt": "2026-03-12T21:04:05.000Z"
     }
    }
   ]
  }
 }
]
