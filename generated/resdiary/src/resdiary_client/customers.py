"""Operations on customers.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ._runtime import OMIT, Answer, AsyncResource, Omit, Operation, Options, Parameter, Resource
from .models import Customer, CustomerSetup, DeletionResult, ErrorBody

__all__ = ["AsyncCustomers", "Customers"]

SETUP: Operation[CustomerSetup] = Operation(
    "customers.setup",
    "GET",
    "/api/ConsumerApi/v1/Restaurant/{micrositeName}/Customers/Setup",
    answers=(
        Answer("200", "application/json", CustomerSetup),
        Answer("400", "application/json", ErrorBody),
        Answer("401"),
        Answer("404"),
        Answer("500", "application/json", ErrorBody),
    ),
    parameters=(
        Parameter("micrositeName", "path", style="simple", explode=False, required=True),
        Parameter("api-version", "query"),
    ),
    security=(("jwt",),),
)

GET: Operation[Customer] = Operation(
    "customers.get",
    "GET",
    "/api/ConsumerApi/v1/Restaurant/{micrositeName}/Customer/{customerId}",
    answers=(
        Answer("200", "application/json", Customer),
        Answer("400", "application/json", ErrorBody),
        Answer("401"),
        Answer("404"),
        Answer("500", "application/json", ErrorBody),
    ),
    parameters=(
        Parameter("micrositeName", "path", style="simple", explode=False, required=True),
        Parameter("customerId", "path", style="simple", explode=False, required=True),
        Parameter("api-version", "query"),
    ),
    idempotent=True,
    security=(("jwt",),),
)

UPDATE: Operation[Customer] = Operation(
    "customers.update",
    "PUT",
    "/api/ConsumerApi/v1/Restaurant/{micrositeName}/Customer/{customerId}",
    answers=(
        Answer("200", "application/json", Customer),
        Answer("400", "application/json", ErrorBody),
        Answer("401"),
        Answer("404"),
        Answer("500", "application/json", ErrorBody),
    ),
    parameters=(
        Parameter("micrositeName", "path", style="simple", explode=False, required=True),
        Parameter("customerId", "path", style="simple", explode=False, required=True),
        Parameter("api-version", "query"),
    ),
    body="application/json",
    idempotent=True,
    security=(("jwt",),),
)

MERGE: Operation[Customer] = Operation(
    "customers.merge",
    "POST",
    "/api/ConsumerApi/v1/Restaurant/{micrositeName}/Customers/Merge",
    answers=(
        Answer("200", "application/json", Customer),
        Answer("400", "application/json", ErrorBody),
        Answer("401"),
        Answer("404"),
        Answer("500", "application/json", ErrorBody),
    ),
    parameters=(
        Parameter("micrositeName", "path", style="simple", explode=False, required=True),
        Parameter("api-version", "query"),
    ),
    body="application/json",
    security=(("jwt",),),
)

CREATE: Operation[Customer] = Operation(
    "customers.create",
    "POST",
    "/api/ConsumerApi/v1/Restaurant/{micrositeName}/Customer",
    answers=(
        Answer("200", "application/json", Customer),
        Answer("400", "application/json", ErrorBody),
        Answer("401"),
        Answer("404"),
        Answer("500", "application/json", ErrorBody),
    ),
    parameters=(
        Parameter("micrositeName", "path", style="simple", explode=False, required=True),
        Parameter("api-version", "query"),
    ),
    body="application/json",
    security=(("jwt",),),
)

UNSUBSCRIBE: Operation[None] = Operation(
    "customers.unsubscribe",
    "POST",
    "/api/ConsumerApi/v1/Restaurant/{micrositeName}/Customers/Unsubscribe",
    answers=(
        Answer("200"),
        Answer("204"),
        Answer("400", "application/json", ErrorBody),
        Answer("401"),
        Answer("404"),
        Answer("500", "application/json", ErrorBody),
    ),
    parameters=(
        Parameter("micrositeName", "path", style="simple", explode=False, required=True),
        Parameter("api-version", "query"),
    ),
    body="application/json",
    security=(("jwt",),),
)

SCHEDULE_DELETION: Operation[DeletionResult] = Operation(
    "customers.schedule_deletion",
    "POST",
    "/api/ConsumerApi/v1/Restaurant/{micrositeName}/Customers/Delete",
    answers=(
        Answer("200", "application/json", DeletionResult),
        Answer("400", "application/json", ErrorBody),
        Answer("401"),
        Answer("404"),
        Answer("500", "application/json", ErrorBody),
    ),
    parameters=(
        Parameter("micrositeName", "path", style="simple", explode=False, required=True),
        Parameter("api-version", "query"),
    ),
    body="application/json",
    security=(("jwt",),),
)


class Customers(Resource):
    """Operations on customers."""

    def setup(
        self, microsite_name: str, *, api_version: str | Omit = OMIT, options: Options | None = None
    ) -> CustomerSetup:
        """Get the customer setup.

        Answers with what else must be known of a restaurant before customers can be registered there.

        ``GET /api/ConsumerApi/v1/Restaurant/{micrositeName}/Customers/Setup``

        Args:
            microsite_name: Name of the restaurant's microsite.
            api_version: Version of the API; neither its values nor a default are documented.
            options: Choices for this call alone.

        Returns:
            The setup of the restaurant.

        Raises:
            Invalid: The request is not valid (400).
            Unauthorized: The token is missing (401).
            NotFound: What the request names does not exist (404).
            ServerError: Something went wrong in the API; the vendor's support can help (500).
        """
        return self._call(
            SETUP, path={"micrositeName": microsite_name}, query={"api-version": api_version}, options=options
        )

    def get(
        self, microsite_name: str, customer_id: int, *, api_version: str | Omit = OMIT, options: Options | None = None
    ) -> Customer:
        """Get a customer.

        Answers with the customer that has the given id.

        ``GET /api/ConsumerApi/v1/Restaurant/{micrositeName}/Customer/{customerId}``

        Args:
            microsite_name: Name of the restaurant's microsite.
            customer_id: Id of the customer.
            api_version: Version of the API; neither its values nor a default are documented.
            options: Choices for this call alone.

        Returns:
            The customer was found.

        Raises:
            Invalid: The request is not valid (400).
            Unauthorized: The token is missing (401).
            NotFound: What the request names does not exist (404).
            ServerError: Something went wrong in the API; the vendor's support can help (500).
        """
        return self._call(
            GET,
            path={"micrositeName": microsite_name, "customerId": customer_id},
            query={"api-version": api_version},
            options=options,
        )

    def update(
        self,
        microsite_name: str,
        customer_id: int,
        *,
        api_version: str | Omit = OMIT,
        title: str | Omit = OMIT,
        first_name: str | Omit = OMIT,
        surname: str | Omit = OMIT,
        company: str | Omit = OMIT,
        department: str | Omit = OMIT,
        email: str | Omit = OMIT,
        phone_country_code: int | Omit = OMIT,
        phone: str | Omit = OMIT,
        mobile_country_code: int | Omit = OMIT,
        mobile: str | Omit = OMIT,
        is_vip: bool | Omit = OMIT,
        receive_email_marketing: bool | Omit = OMIT,
        receive_sms_marketing: bool | Omit = OMIT,
        comments: str | Omit = OMIT,
        birthday: datetime | None | Omit = OMIT,
        anniversary: datetime | None | Omit = OMIT,
        is_drinking_age: bool | Omit = OMIT,
        membership_id: str | Omit = OMIT,
        field1: str | Omit = OMIT,
        field2: str | Omit = OMIT,
        field3: str | Omit = OMIT,
        field4: str | Omit = OMIT,
        field5: str | Omit = OMIT,
        customer_codes: Sequence[int] | Omit = OMIT,
        ip_address: str | Omit = OMIT,
        marketing_opt_in_setting: str | Omit = OMIT,
        group_email_marketing_opt_in_text: str | Omit = OMIT,
        group_sms_marketing_opt_in_text: str | Omit = OMIT,
        receive_restaurant_email_marketing: bool | Omit = OMIT,
        receive_restaurant_sms_marketing: bool | Omit = OMIT,
        restaurant_email_marketing_opt_in_text: str | Omit = OMIT,
        restaurant_sms_marketing_opt_in_text: str | Omit = OMIT,
        customer_validation_type: str | Omit = OMIT,
        customer_type: Any | Omit = OMIT,
        options: Options | None = None,
    ) -> Customer:
        """Update a customer.

        Changes a customer with the same members that make one, and answers with the customer. Whether members
        left out are kept or cleared is not documented.

        ``PUT /api/ConsumerApi/v1/Restaurant/{micrositeName}/Customer/{customerId}``

        Args:
            microsite_name: Name of the restaurant's microsite.
            customer_id: Id of the customer.
            api_version: Version of the API; neither its values nor a default are documented.
            title: Title.
            first_name: First name.
            surname: Last name.
            company: Company.
            department: Department.
            email: Email address.
            phone_country_code: Country code of the phone number.
            phone: Phone number.
            mobile_country_code: Country code of the mobile number.
            mobile: Mobile number.
            is_vip: Whether the customer is a VIP.
            receive_email_marketing: Whether the customer agrees to email from the group.
            receive_sms_marketing: Whether the customer agrees to SMS from the group.
            comments: Comments about the customer.
            birthday: Birthday.
            anniversary: Anniversary.
            is_drinking_age: Whether the customer is old enough to drink alcohol.
            membership_id: Id of the membership.
            field1: First custom field, if the restaurant has it configured.
            field2: Second custom field, if the restaurant has it configured.
            field3: Third custom field, if the restaurant has it configured.
            field4: Fourth custom field, if the restaurant has it configured.
            field5: Fifth custom field, if the restaurant has it configured.
            customer_codes: Ids of the customer codes.
            ip_address: IP address the customer is made from.
            marketing_opt_in_setting: Which setting for opting in to marketing is used.
            group_email_marketing_opt_in_text: Text shown when the group asked about email.
            group_sms_marketing_opt_in_text: Text shown when the group asked about SMS.
            receive_restaurant_email_marketing: Whether the customer agrees to email from the restaurant.
            receive_restaurant_sms_marketing: Whether the customer agrees to SMS from the restaurant.
            restaurant_email_marketing_opt_in_text: Text shown when the restaurant asked about email.
            restaurant_sms_marketing_opt_in_text: Text shown when the restaurant asked about SMS.
            customer_validation_type: How the customer is validated; Normal is the one documented way.
            customer_type: Type of the customer.
            options: Choices for this call alone.

        Returns:
            The customer was changed.

        Raises:
            Invalid: The request is not valid (400).
            Unauthorized: The token is missing (401).
            NotFound: What the request names does not exist (404).
            ServerError: Something went wrong in the API; the vendor's support can help (500).
        """
        return self._call(
            UPDATE,
            path={"micrositeName": microsite_name, "customerId": customer_id},
            query={"api-version": api_version},
            body={
                "Title": title,
                "FirstName": first_name,
                "Surname": surname,
                "Company": company,
                "Department": department,
                "Email": email,
                "PhoneCountryCode": phone_country_code,
                "Phone": phone,
                "MobileCountryCode": mobile_country_code,
                "Mobile": mobile,
                "IsVip": is_vip,
                "ReceiveEmailMarketing": receive_email_marketing,
                "ReceiveSmsMarketing": receive_sms_marketing,
                "Comments": comments,
                "Birthday": birthday,
                "Anniversary": anniversary,
                "IsDrinkingAge": is_drinking_age,
                "MembershipId": membership_id,
                "Field1": field1,
                "Field2": field2,
                "Field3": field3,
                "Field4": field4,
                "Field5": field5,
                "CustomerCodes": customer_codes,
                "IpAddress": ip_address,
                "MarketingOptInSetting": marketing_opt_in_setting,
                "GroupEmailMarketingOptInText": group_email_marketing_opt_in_text,
                "GroupSmsMarketingOptInText": group_sms_marketing_opt_in_text,
                "ReceiveRestaurantEmailMarketing": receive_restaurant_email_marketing,
                "ReceiveRestaurantSmsMarketing": receive_restaurant_sms_marketing,
                "RestaurantEmailMarketingOptInText": restaurant_email_marketing_opt_in_text,
                "RestaurantSmsMarketingOptInText": restaurant_sms_marketing_opt_in_text,
                "CustomerValidationType": customer_validation_type,
                "CustomerType": customer_type,
            },
            options=options,
        )

    def merge(
        self,
        microsite_name: str,
        *,
        api_version: str | Omit = OMIT,
        master_customer_id: int,
        customer_ids: Sequence[int],
        options: Options | None = None,
    ) -> Customer:
        """Merge customers.

        Merges up to ten customers into a master customer and answers with a customer, presumably the master.

        ``POST /api/ConsumerApi/v1/Restaurant/{micrositeName}/Customers/Merge``

        Args:
            microsite_name: Name of the restaurant's microsite.
            api_version: Version of the API; neither its values nor a default are documented.
            master_customer_id: Id of the customer that is kept.
            customer_ids: Ids of the customers that are merged into the master, ten at most.
            options: Choices for this call alone.

        Returns:
            The customers were merged.

        Raises:
            Invalid: The request is not valid (400).
            Unauthorized: The token is missing (401).
            NotFound: What the request names does not exist (404).
            ServerError: Something went wrong in the API; the vendor's support can help (500).
        """
        return self._call(
            MERGE,
            path={"micrositeName": microsite_name},
            query={"api-version": api_version},
            body={"MasterCustomerId": master_customer_id, "CustomerIds": customer_ids},
            options=options,
        )

    def create(
        self,
        microsite_name: str,
        *,
        api_version: str | Omit = OMIT,
        title: str | Omit = OMIT,
        first_name: str | Omit = OMIT,
        surname: str | Omit = OMIT,
        company: str | Omit = OMIT,
        department: str | Omit = OMIT,
        email: str | Omit = OMIT,
        phone_country_code: int | Omit = OMIT,
        phone: str | Omit = OMIT,
        mobile_country_code: int | Omit = OMIT,
        mobile: str | Omit = OMIT,
        is_vip: bool | Omit = OMIT,
        receive_email_marketing: bool | Omit = OMIT,
        receive_sms_marketing: bool | Omit = OMIT,
        comments: str | Omit = OMIT,
        birthday: datetime | None | Omit = OMIT,
        anniversary: datetime | None | Omit = OMIT,
        is_drinking_age: bool | Omit = OMIT,
        membership_id: str | Omit = OMIT,
        field1: str | Omit = OMIT,
        field2: str | Omit = OMIT,
        field3: str | Omit = OMIT,
        field4: str | Omit = OMIT,
        field5: str | Omit = OMIT,
        customer_codes: Sequence[int] | Omit = OMIT,
        ip_address: str | Omit = OMIT,
        marketing_opt_in_setting: str | Omit = OMIT,
        group_email_marketing_opt_in_text: str | Omit = OMIT,
        group_sms_marketing_opt_in_text: str | Omit = OMIT,
        receive_restaurant_email_marketing: bool | Omit = OMIT,
        receive_restaurant_sms_marketing: bool | Omit = OMIT,
        restaurant_email_marketing_opt_in_text: str | Omit = OMIT,
        restaurant_sms_marketing_opt_in_text: str | Omit = OMIT,
        customer_validation_type: str | Omit = OMIT,
        customer_type: Any | Omit = OMIT,
        options: Options | None = None,
    ) -> Customer:
        """Create a customer.

        Makes a customer and answers with it.

        ``POST /api/ConsumerApi/v1/Restaurant/{micrositeName}/Customer``

        Args:
            microsite_name: Name of the restaurant's microsite.
            api_version: Version of the API; neither its values nor a default are documented.
            title: Title.
            first_name: First name.
            surname: Last name.
            company: Company.
            department: Department.
            email: Email address.
            phone_country_code: Country code of the phone number.
            phone: Phone number.
            mobile_country_code: Country code of the mobile number.
            mobile: Mobile number.
            is_vip: Whether the customer is a VIP.
            receive_email_marketing: Whether the customer agrees to email from the group.
            receive_sms_marketing: Whether the customer agrees to SMS from the group.
            comments: Comments about the customer.
            birthday: Birthday.
            anniversary: Anniversary.
            is_drinking_age: Whether the customer is old enough to drink alcohol.
            membership_id: Id of the membership.
            field1: First custom field, if the restaurant has it configured.
            field2: Second custom field, if the restaurant has it configured.
            field3: Third custom field, if the restaurant has it configured.
            field4: Fourth custom field, if the restaurant has it configured.
            field5: Fifth custom field, if the restaurant has it configured.
            customer_codes: Ids of the customer codes.
            ip_address: IP address the customer is made from.
            marketing_opt_in_setting: Which setting for opting in to marketing is used.
            group_email_marketing_opt_in_text: Text shown when the group asked about email.
            group_sms_marketing_opt_in_text: Text shown when the group asked about SMS.
            receive_restaurant_email_marketing: Whether the customer agrees to email from the restaurant.
            receive_restaurant_sms_marketing: Whether the customer agrees to SMS from the restaurant.
            restaurant_email_marketing_opt_in_text: Text shown when the restaurant asked about email.
            restaurant_sms_marketing_opt_in_text: Text shown when the restaurant asked about SMS.
            customer_validation_type: How the customer is validated; Normal is the one documented way.
            customer_type: Type of the customer.
            options: Choices for this call alone.

        Returns:
            The customer was made.

        Raises:
            Invalid: The request is not valid (400).
            Unauthorized: The token is missing (401).
            NotFound: What the request names does not exist (404).
            ServerError: Something went wrong in the API; the vendor's support can help (500).
        """
        return self._call(
            CREATE,
            path={"micrositeName": microsite_name},
            query={"api-version": api_version},
            body={
                "Title": title,
                "FirstName": first_name,
                "Surname": surname,
                "Company": company,
                "Department": department,
                "Email": email,
                "PhoneCountryCode": phone_country_code,
                "Phone": phone,
                "MobileCountryCode": mobile_country_code,
                "Mobile": mobile,
                "IsVip": is_vip,
                "ReceiveEmailMarketing": receive_email_marketing,
                "ReceiveSmsMarketing": receive_sms_marketing,
                "Comments": comments,
                "Birthday": birthday,
                "Anniversary": anniversary,
                "IsDrinkingAge": is_drinking_age,
                "MembershipId": membership_id,
                "Field1": field1,
                "Field2": field2,
                "Field3": field3,
                "Field4": field4,
                "Field5": field5,
                "CustomerCodes": customer_codes,
                "IpAddress": ip_address,
                "MarketingOptInSetting": marketing_opt_in_setting,
                "GroupEmailMarketingOptInText": group_email_marketing_opt_in_text,
                "GroupSmsMarketingOptInText": group_sms_marketing_opt_in_text,
                "ReceiveRestaurantEmailMarketing": receive_restaurant_email_marketing,
                "ReceiveRestaurantSmsMarketing": receive_restaurant_sms_marketing,
                "RestaurantEmailMarketingOptInText": restaurant_email_marketing_opt_in_text,
                "RestaurantSmsMarketingOptInText": restaurant_sms_marketing_opt_in_text,
                "CustomerValidationType": customer_validation_type,
                "CustomerType": customer_type,
            },
            options=options,
        )

    def unsubscribe(
        self,
        microsite_name: str,
        *,
        api_version: str | Omit = OMIT,
        customer_ids: Sequence[int],
        ip_address: str | Omit = OMIT,
        marketing_communication_mode: str | Omit = OMIT,
        options: Options | None = None,
    ) -> None:
        """Unsubscribe customers.

        Ends marketing to customers, for one mode of communication.

        ``POST /api/ConsumerApi/v1/Restaurant/{micrositeName}/Customers/Unsubscribe``

        Args:
            microsite_name: Name of the restaurant's microsite.
            api_version: Version of the API; neither its values nor a default are documented.
            customer_ids: Ids of the customers to unsubscribe.
            ip_address: IP address of the device that asks.
            marketing_communication_mode: Mode of communication the customers no longer want.
            options: Choices for this call alone.

        Raises:
            Invalid: The request is not valid (400).
            Unauthorized: The token is missing (401).
            NotFound: What the request names does not exist (404).
            ServerError: Something went wrong in the API; the vendor's support can help (500).
        """
        self._call(
            UNSUBSCRIBE,
            path={"micrositeName": microsite_name},
            query={"api-version": api_version},
            body={
                "CustomerIds": customer_ids,
                "IpAddress": ip_address,
                "MarketingCommunicationMode": marketing_communication_mode,
            },
            options=options,
        )

    def schedule_deletion(
        self,
        microsite_name: str,
        *,
        api_version: str | Omit = OMIT,
        customer_ids: Sequence[int],
        options: Options | None = None,
    ) -> DeletionResult:
        """Schedule customers for deletion.

        Marks customers as deleted and tells which were marked and which were not. When they are really
        deleted is not documented.

        ``POST /api/ConsumerApi/v1/Restaurant/{micrositeName}/Customers/Delete``

        Args:
            microsite_name: Name of the restaurant's microsite.
            api_version: Version of the API; neither its values nor a default are documented.
            customer_ids: Ids of the customers to delete.
            options: Choices for this call alone.

        Returns:
            The request was carried out, perhaps for some of the customers only.

        Raises:
            Invalid: The request is not valid (400).
            Unauthorized: The token is missing (401).
            NotFound: What the request names does not exist (404).
            ServerError: Something went wrong in the API; the vendor's support can help (500).
        """
        return self._call(
            SCHEDULE_DELETION,
            path={"micrositeName": microsite_name},
            query={"api-version": api_version},
            body={"CustomerIds": customer_ids},
            options=options,
        )


class AsyncCustomers(AsyncResource):
    """The asynchronous twin of :class:`Customers`."""

    async def setup(
        self, microsite_name: str, *, api_version: str | Omit = OMIT, options: Options | None = None
    ) -> CustomerSetup:
        """Get the customer setup.

        See :meth:`Customers.setup`.
        """
        return await self._call(
            SETUP, path={"micrositeName": microsite_name}, query={"api-version": api_version}, options=options
        )

    async def get(
        self, microsite_name: str, customer_id: int, *, api_version: str | Omit = OMIT, options: Options | None = None
    ) -> Customer:
        """Get a customer.

        See :meth:`Customers.get`.
        """
        return await self._call(
            GET,
            path={"micrositeName": microsite_name, "customerId": customer_id},
            query={"api-version": api_version},
            options=options,
        )

    async def update(
        self,
        microsite_name: str,
        customer_id: int,
        *,
        api_version: str | Omit = OMIT,
        title: str | Omit = OMIT,
        first_name: str | Omit = OMIT,
        surname: str | Omit = OMIT,
        company: str | Omit = OMIT,
        department: str | Omit = OMIT,
        email: str | Omit = OMIT,
        phone_country_code: int | Omit = OMIT,
        phone: str | Omit = OMIT,
        mobile_country_code: int | Omit = OMIT,
        mobile: str | Omit = OMIT,
        is_vip: bool | Omit = OMIT,
        receive_email_marketing: bool | Omit = OMIT,
        receive_sms_marketing: bool | Omit = OMIT,
        comments: str | Omit = OMIT,
        birthday: datetime | None | Omit = OMIT,
        anniversary: datetime | None | Omit = OMIT,
        is_drinking_age: bool | Omit = OMIT,
        membership_id: str | Omit = OMIT,
        field1: str | Omit = OMIT,
        field2: str | Omit = OMIT,
        field3: str | Omit = OMIT,
        field4: str | Omit = OMIT,
        field5: str | Omit = OMIT,
        customer_codes: Sequence[int] | Omit = OMIT,
        ip_address: str | Omit = OMIT,
        marketing_opt_in_setting: str | Omit = OMIT,
        group_email_marketing_opt_in_text: str | Omit = OMIT,
        group_sms_marketing_opt_in_text: str | Omit = OMIT,
        receive_restaurant_email_marketing: bool | Omit = OMIT,
        receive_restaurant_sms_marketing: bool | Omit = OMIT,
        restaurant_email_marketing_opt_in_text: str | Omit = OMIT,
        restaurant_sms_marketing_opt_in_text: str | Omit = OMIT,
        customer_validation_type: str | Omit = OMIT,
        customer_type: Any | Omit = OMIT,
        options: Options | None = None,
    ) -> Customer:
        """Update a customer.

        See :meth:`Customers.update`.
        """
        return await self._call(
            UPDATE,
            path={"micrositeName": microsite_name, "customerId": customer_id},
            query={"api-version": api_version},
            body={
                "Title": title,
                "FirstName": first_name,
                "Surname": surname,
                "Company": company,
                "Department": department,
                "Email": email,
                "PhoneCountryCode": phone_country_code,
                "Phone": phone,
                "MobileCountryCode": mobile_country_code,
                "Mobile": mobile,
                "IsVip": is_vip,
                "ReceiveEmailMarketing": receive_email_marketing,
                "ReceiveSmsMarketing": receive_sms_marketing,
                "Comments": comments,
                "Birthday": birthday,
                "Anniversary": anniversary,
                "IsDrinkingAge": is_drinking_age,
                "MembershipId": membership_id,
                "Field1": field1,
                "Field2": field2,
                "Field3": field3,
                "Field4": field4,
                "Field5": field5,
                "CustomerCodes": customer_codes,
                "IpAddress": ip_address,
                "MarketingOptInSetting": marketing_opt_in_setting,
                "GroupEmailMarketingOptInText": group_email_marketing_opt_in_text,
                "GroupSmsMarketingOptInText": group_sms_marketing_opt_in_text,
                "ReceiveRestaurantEmailMarketing": receive_restaurant_email_marketing,
                "ReceiveRestaurantSmsMarketing": receive_restaurant_sms_marketing,
                "RestaurantEmailMarketingOptInText": restaurant_email_marketing_opt_in_text,
                "RestaurantSmsMarketingOptInText": restaurant_sms_marketing_opt_in_text,
                "CustomerValidationType": customer_validation_type,
                "CustomerType": customer_type,
            },
            options=options,
        )

    async def merge(
        self,
        microsite_name: str,
        *,
        api_version: str | Omit = OMIT,
        master_customer_id: int,
        customer_ids: Sequence[int],
        options: Options | None = None,
    ) -> Customer:
        """Merge customers.

        See :meth:`Customers.merge`.
        """
        return await self._call(
            MERGE,
            path={"micrositeName": microsite_name},
            query={"api-version": api_version},
            body={"MasterCustomerId": master_customer_id, "CustomerIds": customer_ids},
            options=options,
        )

    async def create(
        self,
        microsite_name: str,
        *,
        api_version: str | Omit = OMIT,
        title: str | Omit = OMIT,
        first_name: str | Omit = OMIT,
        surname: str | Omit = OMIT,
        company: str | Omit = OMIT,
        department: str | Omit = OMIT,
        email: str | Omit = OMIT,
        phone_country_code: int | Omit = OMIT,
        phone: str | Omit = OMIT,
        mobile_country_code: int | Omit = OMIT,
        mobile: str | Omit = OMIT,
        is_vip: bool | Omit = OMIT,
        receive_email_marketing: bool | Omit = OMIT,
        receive_sms_marketing: bool | Omit = OMIT,
        comments: str | Omit = OMIT,
        birthday: datetime | None | Omit = OMIT,
        anniversary: datetime | None | Omit = OMIT,
        is_drinking_age: bool | Omit = OMIT,
        membership_id: str | Omit = OMIT,
        field1: str | Omit = OMIT,
        field2: str | Omit = OMIT,
        field3: str | Omit = OMIT,
        field4: str | Omit = OMIT,
        field5: str | Omit = OMIT,
        customer_codes: Sequence[int] | Omit = OMIT,
        ip_address: str | Omit = OMIT,
        marketing_opt_in_setting: str | Omit = OMIT,
        group_email_marketing_opt_in_text: str | Omit = OMIT,
        group_sms_marketing_opt_in_text: str | Omit = OMIT,
        receive_restaurant_email_marketing: bool | Omit = OMIT,
        receive_restaurant_sms_marketing: bool | Omit = OMIT,
        restaurant_email_marketing_opt_in_text: str | Omit = OMIT,
        restaurant_sms_marketing_opt_in_text: str | Omit = OMIT,
        customer_validation_type: str | Omit = OMIT,
        customer_type: Any | Omit = OMIT,
        options: Options | None = None,
    ) -> Customer:
        """Create a customer.

        See :meth:`Customers.create`.
        """
        return await self._call(
            CREATE,
            path={"micrositeName": microsite_name},
            query={"api-version": api_version},
            body={
                "Title": title,
                "FirstName": first_name,
                "Surname": surname,
                "Company": company,
                "Department": department,
                "Email": email,
                "PhoneCountryCode": phone_country_code,
                "Phone": phone,
                "MobileCountryCode": mobile_country_code,
                "Mobile": mobile,
                "IsVip": is_vip,
                "ReceiveEmailMarketing": receive_email_marketing,
                "ReceiveSmsMarketing": receive_sms_marketing,
                "Comments": comments,
                "Birthday": birthday,
                "Anniversary": anniversary,
                "IsDrinkingAge": is_drinking_age,
                "MembershipId": membership_id,
                "Field1": field1,
                "Field2": field2,
                "Field3": field3,
                "Field4": field4,
                "Field5": field5,
                "CustomerCodes": customer_codes,
                "IpAddress": ip_address,
                "MarketingOptInSetting": marketing_opt_in_setting,
                "GroupEmailMarketingOptInText": group_email_marketing_opt_in_text,
                "GroupSmsMarketingOptInText": group_sms_marketing_opt_in_text,
                "ReceiveRestaurantEmailMarketing": receive_restaurant_email_marketing,
                "ReceiveRestaurantSmsMarketing": receive_restaurant_sms_marketing,
                "RestaurantEmailMarketingOptInText": restaurant_email_marketing_opt_in_text,
                "RestaurantSmsMarketingOptInText": restaurant_sms_marketing_opt_in_text,
                "CustomerValidationType": customer_validation_type,
                "CustomerType": customer_type,
            },
            options=options,
        )

    async def unsubscribe(
        self,
        microsite_name: str,
        *,
        api_version: str | Omit = OMIT,
        customer_ids: Sequence[int],
        ip_address: str | Omit = OMIT,
        marketing_communication_mode: str | Omit = OMIT,
        options: Options | None = None,
    ) -> None:
        """Unsubscribe customers.

        See :meth:`Customers.unsubscribe`.
        """
        await self._call(
            UNSUBSCRIBE,
            path={"micrositeName": microsite_name},
            query={"api-version": api_version},
            body={
                "CustomerIds": customer_ids,
                "IpAddress": ip_address,
                "MarketingCommunicationMode": marketing_communication_mode,
            },
            options=options,
        )

    async def schedule_deletion(
        self,
        microsite_name: str,
        *,
        api_version: str | Omit = OMIT,
        customer_ids: Sequence[int],
        options: Options | None = None,
    ) -> DeletionResult:
        """Schedule customers for deletion.

        See :meth:`Customers.schedule_deletion`.
        """
        return await self._call(
            SCHEDULE_DELETION,
            path={"micrositeName": microsite_name},
            query={"api-version": api_version},
            body={"CustomerIds": customer_ids},
            options=options,
        )
